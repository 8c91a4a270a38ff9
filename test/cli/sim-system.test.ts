// ringmote sim <system>: a scenario's run, what it prints and how it ends.
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { tellOutcome } from "../../tools/cli/sim/run-system.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import type { Outcome } from "../../tools/sim/scenario/run-scenario.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";

test("a system prints expectations and figures, which depend on its seed", async () => {
  const runs = [];
  for (const seed of ["3", "4"]) {
    const run = ringmoteHere(["sim", "scores", "--seed", seed]);
    expect(await run.ended).toBe(0);
    runs.push(run.output());
  }
  const [first, second] = runs;
  expect(first).toMatch(
    /^scores: .*\n60 s of virtual time, seed 3\n\n00:00:15\.000 the network of 200 display programs stops for 6 s\n/,
  );
  expect(first).toMatch(/^held {4}each display shows the last score within 2 s$/m);
  expect(first).toMatch(/^who +programs +heard +lost +twice +out of order +p50 +p99$/m);
  expect(first).toMatch(/^scorebook +1 +20 +0 +0 +0 +\d+ ms +\d+ ms$/m);
  expect(first).toMatch(/^20 messages sent, \d+ bytes to and from the broker, SHA-256 [0-9a-f]{16}$/m);
  expect(first).not.toContain("FAILED");
  expect(second).not.toBe(first);
});

test("each cluster node is checked before a run", async () => {
  const broker = await startBroker(0);
  onTestFinished(() => broker.close());
  const sim = (nodes: string) => ringmoteHere(["sim", "traffic", "--broker", nodes]);
  const first = `mqtt://127.0.0.1:${broker.port}`;
  const away = sim(`${first},mqtt://127.0.0.1:1`);
  expect([await away.ended, away.errors()]).toEqual([1, expect.stringContaining("127.0.0.1:1 ")]);
  for (const address of ["mqtts://127.0.0.1:1", "mqtt://ann@127.0.0.1:1"]) {
    const run = sim(`${first},${address}`);
    expect([await run.ended, run.errors()]).toEqual([
      2,
      "ringmote: Nodes of a broker are named without TLS, user and password: mqtt://one:1883,mqtt://other:1883. One node alone may have them.\n",
    ]);
  }
});

test("a separate process repeats the same bytes", async () => {
  const run = ringmoteHere(["sim", "scores", "--json"]);
  expect(await run.ended).toBe(0);
  const child = ringmote(["sim", "scores", "--json"]);
  expect(await child.ended).toBe(0);
  expect(child.output()).toBe(run.output());
  expect(JSON.parse(child.output())).toMatchObject({
    system: "scores",
    time: "virtual",
    seed: 1,
    sent: 20,
    expectations: expect.arrayContaining([
      { words: "the scorebook has every ball", held: true, failures: [] },
    ]),
  });
});

test("a failed expectation is named by program and time, and fails the run", () => {
  const said: string[] = [];
  const spy = vi.spyOn(console, "log").mockImplementation((line) => void said.push(String(line)));
  onTestFinished(() => spy.mockRestore());
  const failures = Array.from({ length: 7 }, (_, i) => ({
    who: "display-7",
    at: 3_723_004 + i,
    words: `lost score ${i}`,
  }));
  const outcome: Outcome = {
    faults: [{ at: 15_000, words: "the network of 3 display programs stops for 6 s" }],
    expectations: [
      { words: "nobody's message is lost", failures },
      { words: "each user's in order", failures: [] },
    ],
    untried: ["nobody waits"],
    figures: [
      { group: "display", programs: 9, heard: 5, lost: 7, twice: 1, outOfOrder: 2, p50: undefined, p99: 80 },
    ],
    sent: 12,
    bytes: 345,
    fingerprint: "0123456789abcdef0123",
  };
  const run = { system: "chat", title: "people who talk", time: "real", seed: 1, lasts: 60_000 } as const;
  expect(() => tellOutcome(run, outcome)).toThrow("1 of 2 expectations does not hold.");
  expect(said.join("\n")).toBe(`chat: people who talk
60 s of real time, seed 1

00:00:15.000 the network of 3 display programs stops for 6 s

FAILED  nobody's message is lost
          01:02:03.004 display-7 lost score 0
          01:02:03.005 display-7 lost score 1
          01:02:03.006 display-7 lost score 2
          01:02:03.007 display-7 lost score 3
          01:02:03.008 display-7 lost score 4
          and 2 more
held    each user's in order
-       nobody waits (not tried: this broker has no message queue for it)

who      programs  heard  lost  twice  out of order  p50    p99
display         9      5     7      1             2    -  80 ms

12 messages sent, 345 bytes to and from the broker`);
});

test("an interrupted run at a foreign broker leaves nothing there", async () => {
  const broker = await startBroker(0);
  onTestFinished(() => broker.close());
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const looks = await connectAsync(url);
  onTestFinished(() => looks.endAsync(true));
  const bowled = new Promise((resolve) => looks.on("message", resolve));
  await looks.subscribeAsync("sports/#");
  const run = ringmoteHere(["sim", "scores", "--broker", url]);
  await run.wrote(/^scores runs for 60 s in real time; Ctrl-C ends it before\.$/m);
  await bowled;
  run.interrupt();
  expect(await run.ended).toBe(1);
  expect(run.errors()).toMatch(
    /^ringmote: The run was ended before its time, which says nothing of its expectations\.$/m,
  );
  const later = await connectAsync(url, { clientId: "scorebook", clean: false });
  const retained: string[] = [];
  later.on("message", (topic) => void retained.push(topic));
  await later.subscribeAsync("sports/#");
  await later.subscribeAsync("nothing");
  await later.endAsync();
  expect(retained).toEqual([]);
});

test("messages left at a lost broker are reported", async () => {
  const broker = await startBroker(0);
  const run = ringmoteHere(["sim", "scores", "--broker", `mqtt://127.0.0.1:${broker.port}`]);
  await run.wrote(/runs for 60 s/);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await broker.close();
  run.interrupt();
  expect(await run.ended).toBe(1);
  expect(run.errors()).toMatch(
    /^Kept messages and sessions of the programs may be left at the broker \(.+\)\.$/m,
  );
  expect(run.errors()).toMatch(/^ringmote: The run was ended before its time/m);
});

test.each([
  [
    ["scroes"],
    'There is no system "scroes"; did you mean "scores"? Known are: chat, door, scores, traffic, vehicles.',
  ],
  [
    ["scores", "--speed", "60"],
    "--speed is for the home; a system such as scores takes --broker, --keep, --ca, --cert, --key, --queues, --seed, --json, --page.",
  ],
  [["scores", "--page"], "The system scores has no page; those that have one: chat."],
  [["--page"], "--page is for a system: ringmote sim chat --page."],
  [
    ["chat", "--page", "--json"],
    "--json is for a run that is held against expectations; leave it or --page out.",
  ],
  [
    ["traffic", "--queues", "sensor/+/data"],
    "--queues says which message queues the broker of --broker has; in virtual time a system brings its own.",
  ],
  [
    ["scores", "--keep"],
    "--keep is for a broker that others use too; name it with --broker, or leave it out.",
  ],
  [
    ["scores", "--ca", "a.pem"],
    "--ca, --cert and --key are for a broker with TLS; name it with --broker mqtts://host, or leave them out.",
  ],
])("the command %j is refused", async (args, sentence) => {
  const run = ringmoteHere(["sim", ...args]);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toBe(`ringmote: ${sentence}\n`);
});

test("an unreachable broker is reported before the run", async () => {
  const run = ringmoteHere(["sim", "scores", "--broker", "mqtt://127.0.0.1:1"]);
  expect(await run.ended).toBe(1);
  expect(run.errors()).toMatch(/^ringmote: .*127\.0\.0\.1/);
});
