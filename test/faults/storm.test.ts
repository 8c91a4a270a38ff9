// Nothing kept is lost: a device in storms drawn from seeds, on every engine that runs in virtual time.
import { describe, expect, test } from "vitest";
import { type Storm, type StormOptions, weather } from "../../tools/laboratory/soak/storm.ts";
import { stormEngines, stormFaults, TIMES } from "../../tools/laboratory/soak/storm-proof.ts";

const SEEDS = [1, 2, 3, 4, 5];

function expectStorm({ given, connections, repeats, log }: Storm): void {
  expect(given).toBeGreaterThan(50);
  expect(connections).toBeGreaterThan(10);
  expect(repeats).toBeGreaterThan(0);
  expect(log.filter((line) => line.startsWith("not connected: ")).length).toBeGreaterThan(5);
}

describe.each(await stormEngines())("$name", (engine) => {
  const through = (options: Pick<StormOptions, "seed" | "forgets">) =>
    weather(engine, { ...TIMES, ...options });

  test.each(SEEDS)("every kept number comes through the storm of seed %i, in order", (seed) => {
    const storm = through({ seed, forgets: false });
    // No number lost or out of order, no packet's tail on a new connection, no repeat without DUP.
    expect(stormFaults(storm)).toEqual([]);
    expectStorm(storm);
  });

  test.each(SEEDS)("the same, where the broker forgets its sessions, in the storm of seed %i", (seed) => {
    const storm = through({ seed, forgets: true });
    expect(stormFaults(storm)).toEqual([]);
    expectStorm(storm);
  });
});
