import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";
import { keptAt } from "./kept-at.ts";

test("a fleet reports itself in JSON and ends on time", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const args = ["climate", "--broker", url, "--count", "10", "--minutes", "0.1", "--json"];
  const run = ringmote(["fleet", ...args, "--expect", "lost=0,connected=100%,failures=0"]);
  expect(await run.ended, run.errors()).toBe(0);
  const lines = run.output().trim().split("\n");
  expect(JSON.parse(lines.at(-1) as string)).toMatchObject({
    started: 10,
    connected: 10,
    failures: 0,
    reasons: {},
  });
});

test("a fleet unconnected at its end fails with a reason", async () => {
  const run = ringmoteHere([
    "fleet",
    "climate",
    "--broker",
    "mqtt://127.0.0.1:1",
    "--count",
    "3",
    "--minutes",
    "0.1",
  ]);
  expect(await run.ended).toBe(1);
  expect(run.errors()).toMatch(/^ringmote: 3 of 3 devices are not connected: connection refused \(\d+\)\.$/m);
});

/** Runs a fleet until its five devices have announced themselves anew, and ends it. */
async function announcing(url: string, ...more: string[]) {
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync(true));
  const announced = new Set<string>();
  const allDid = new Promise<void>((resolve) => {
    client.on("message", (topic, _payload, { retain }) => {
      if (!retain) announced.add(topic);
      if (announced.size === 5) resolve();
    });
  });
  await client.subscribeAsync("homeassistant/#");
  const run = ringmoteHere(["fleet", "lamp", "--broker", url, "--count", "5", ...more]);
  await Promise.race([allDid, run.ended]);
  run.interrupt();
  expect(await run.ended, run.errors()).toBe(0);
  await client.endAsync();
  return run;
}

test("a fleet removes its devices' messages, except with --keep", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const kept = await announcing(url, "--keep");
  expect((await keptAt(url)).filter(([topic]) => topic.startsWith("homeassistant/"))).toHaveLength(5);
  expect(kept.errors()).toMatch(/"ringmote forget 'lamp-\*' --dry-run" shows what there is/);
  const cleared = await announcing(url);
  expect(await keptAt(url)).toEqual([]);
  expect(cleared.errors()).toMatch(/is taken away from the broker: \d+ messages\.$/m);
});

test("several processes form one fleet with one report and one Ctrl-C", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  // One that measures, and whose time is not over when it is asked to end.
  const args = ["climate", "--broker", url, "--count", "11", "--processes", "3", "--minutes", "60"];
  const run = ringmote(["fleet", ...args, "--every", "1", "--json"]);
  await run.wrote(/"started":11,"connected":11,/);
  await expect.poll(async () => (await announcedAt(url)).size).toBe(11);
  run.process.kill("SIGINT");
  expect(await run.ended, run.errors()).toBe(0);
  expect(await keptAt(url)).toEqual([]);
  expect(run.errors().match(/is taken away from the broker/g)).toHaveLength(1);
});

/** What a fleet writes when all of its devices are connected. */
const ALL_CONNECTED = / (\d) of \1 connected/;

test("shards together run exactly the devices of one run", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const announced = async (...more: string[]) => {
    const before = await announcedAt(url);
    const args = ["lamp", "--broker", url, "--count", "5", "--every", "1", "--keep", ...more];
    const run = ringmoteHere(["fleet", ...args], { JOB_COMPLETION_INDEX: "1" });
    await run.wrote(ALL_CONNECTED);
    const devices = Number(ALL_CONNECTED.exec(run.output())?.[1]);
    const after = more.length > 0 ? before.size + devices : devices;
    await expect.poll(async () => (await announcedAt(url)).size).toBe(after);
    run.interrupt();
    expect(await run.ended, run.errors()).toBe(0);
    return [...(await announcedAt(url))].filter((topic) => !before.has(topic));
  };
  const shards = [await announced("--shard", "0/2"), await announced("--shard", "/2")];
  expect(shards.map(({ length }) => length)).toEqual([2, 3]);
  expect(await announced()).toEqual([]);
});

test("shards start together, are judged together, and end together", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const args = ["fleet", "lamp", "--broker", url, "--count", "7", "--every", "1", "--together", "spring"];
  const second = ringmote([...args, "--shard", "1/2", "--expect", "connected<100%"]);
  const first = ringmoteHere([
    ...args,
    "--shard",
    "0/2",
    "--json",
    "--expect",
    "connected=7,lost=0,messages>0",
  ]);
  await first.wrote(/"devices":7,"started":7,"connected":7,.*"shards":"2 of 2 shards"/);
  const [, all] = (await keptAt(url)).find(([topic]) => topic === "ringmote-fleets/spring/all") ?? [];
  expect(JSON.parse(all as string)).toMatchObject({ devices: 7, p99: expect.any(Number) });
  first.interrupt();
  expect(await first.ended, first.errors()).toBe(0);
  expect(await second.ended, second.errors()).toBe(0);
  expect(second.output()).toMatch(/ [34] of 4 connected/);
  await expect.poll(() => keptAt(url)).toEqual([]);
});

test("connected shards are told their index", async () => {
  const args = ["fleet", "lamp", "--broker", "mqtt://127.0.0.1:1", "--together"];
  const nobody = ringmoteHere([...args, "spring"]);
  expect(await nobody.ended).toBe(2);
  expect(nobody.errors()).toMatch(/say which one this is with --shard, as "--shard 0\/4"\.$/m);
  const wild = ringmoteHere([...args, "a/+", "--shard", "0/2"]);
  expect(await wild.ended).toBe(2);
  expect(wild.errors()).toMatch(/--together a\/\+ is not allowed; it is a name of/);
});

async function announcedAt(url: string): Promise<Set<string>> {
  const kept = await keptAt(url);
  return new Set(kept.map(([topic]) => topic).filter((topic) => topic.startsWith("homeassistant/")));
}

test("an unmet expectation fails the fleet with a sentence", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const args = ["lamp", "--broker", `mqtt://127.0.0.1:${broker.port}`, "--count", "4", "--minutes", "0.15"];
  const wrong = ringmoteHere(["fleet", ...args, "--expect", "lost=0,p99<60s,failures=0,connected<100%"]);
  expect(await wrong.ended).toBe(1);
  expect(wrong.errors()).toContain("ringmote: Expected connected<100%: it is 4 of 4.\n");
  expect(wrong.output()).toMatch(/99 % acknowledged within [\d.]+ ms/);
});

test("a fleet of a firmware without updates receives no key", async () => {
  const run = ringmoteHere(["fleet", "lamp", "--broker", "mqtt://127.0.0.1:1", "--update-key", "porches"]);
  expect([await run.ended, run.errors()]).toEqual([
    2,
    'ringmote: The firmware lamp takes no updates; write update: { key: "hmac" } into its device, or leave --update-key out.\n',
  ]);
});
