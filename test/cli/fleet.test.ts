import { expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../tools/sim/embedded-broker.ts";
import { ringmote } from "./child.ts";
import { keptAt } from "./kept-at.ts";

test("a fleet says in JSON how it is, and ends when its time is over", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const args = ["climate", "--broker", url, "--count", "10", "--minutes", "0.1", "--json"];
  const run = ringmote(["fleet", ...args]);
  expect(await run.ended, run.errors()).toBe(0);
  const lines = run.output().trim().split("\n");
  expect(JSON.parse(lines.at(-1) as string)).toMatchObject({
    started: 10,
    connected: 10,
    failures: 0,
    reasons: {},
  });
});

test("a fleet that is not connected when its time is over fails, and says why", async () => {
  const run = ringmote([
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

test("a fleet takes away at its end what its devices left at the broker, and leaves it with --keep", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const args = ["fleet", "lamp", "--broker", url, "--count", "5", "--minutes", "0.1"];
  const kept = ringmote([...args, "--keep"]);
  expect(await kept.ended, kept.errors()).toBe(0);
  expect((await keptAt(url)).filter(([topic]) => topic.startsWith("homeassistant/"))).toHaveLength(5);
  expect(kept.errors()).toMatch(/"ringmote forget 'lamp-\*' --dry-run" shows what there is/);
  const cleared = ringmote(args);
  expect(await cleared.ended, cleared.errors()).toBe(0);
  expect(await keptAt(url)).toEqual([]);
  expect(cleared.errors()).toMatch(/is taken away from the broker: \d+ messages\.$/m);
});
