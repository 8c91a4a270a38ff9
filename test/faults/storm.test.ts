// Nothing kept is lost: a device in storms drawn from seeds, on every engine that runs in virtual time.
import { describe, expect, test } from "vitest";
import { hostedEngines } from "../../tools/soak/devices/engines.ts";
import { type Storm, type StormOptions, weather } from "../../tools/soak/storm.ts";

const MINUTE = 60_000;
/** Calm is longer than the longest pause between two attempts, and the time in which a dead connection is found. */
const TIMES = { stormMs: 10 * MINUTE, calmMs: 10 * MINUTE };
const SEEDS = [1, 2, 3, 4, 5];
/** Behind a full window such a ring has no room of which one could be sure from outside. */
const engines = hostedEngines.filter(({ slots }) => slots > 8);

/** A repeated reading, which is no repeated packet. */
const TOLD_AGAIN = /came again without DUP\.$/;

function expectStorm({ given, connections, repeats, log }: Storm): void {
  expect(given).toBeGreaterThan(50);
  expect(connections).toBeGreaterThan(10);
  expect(repeats).toBeGreaterThan(0);
  expect(log.filter((line) => line.startsWith("not connected: ")).length).toBeGreaterThan(5);
}

describe.each(engines)("$name", (engine) => {
  const through = (options: Pick<StormOptions, "seed" | "forgets">) =>
    weather(engine, { ...TIMES, ...options });

  test.each(SEEDS)("every kept number comes through the storm of seed %i, in order", (seed) => {
    const storm = through({ seed, forgets: false });
    expect(storm.came).toEqual(Array.from({ length: storm.given }, (_, index) => index + 1));
    // No packet's tail on a new connection, no repeat without DUP.
    expect(storm.broker.breaches).toEqual([]);
    expectStorm(storm);
  });

  test.each(SEEDS)("the same, where the broker forgets its sessions, in the storm of seed %i", (seed) => {
    const storm = through({ seed, forgets: true });
    expect(storm.came).toEqual(Array.from({ length: storm.given }, (_, index) => index + 1));
    expect(storm.broker.breaches.filter((breach) => !TOLD_AGAIN.test(breach))).toEqual([]);
    expectStorm(storm);
  });
});
