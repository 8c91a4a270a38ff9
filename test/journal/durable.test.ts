// Readings that survive: a device in Node whose power goes at each step of its flash, with a broker that
// notes what comes of it.
import { expect, test } from "vitest";
import { seconds } from "../../src/index.ts";
import { atGate } from "../everything.ts";
import { beginLives, faultsOf, ID, type LifeOptions } from "./durable-life.ts";

test("a durable reading costs two writes and leaves the journal when done", () => {
  const lives = beginLives({ qos: 1 });
  lives.pass(20_000);
  const [writes, measured] = [lives.flash.writes, lives.counted.accepted.length];
  lives.pass(100_000);
  const readings = lives.counted.accepted.length - measured;
  expect(readings).toBeGreaterThan(15);
  // That one is done goes into the record of the next one.
  expect(lives.flash.writes - writes).toBe(readings);
  lives.rest();
  lives.settle();
  expect(faultsOf(lives, 1)).toBe("");
});

test.each([1, 2] as const)("messages waiting at QoS %i are sent after a restart", (qos) => {
  const lives = beginLives({ qos });
  lives.pass(20_000);
  lives.world.setNetwork(false);
  lives.pass(60_000);
  lives.cutPower();
  lives.pass(2000);
  lives.world.setNetwork(true);
  lives.settle();
  expect(lives.counted.accepted.length).toBeGreaterThan(15);
  expect(faultsOf(lives, qos)).toBe("");
});

/**
 * One life whose power goes behind so many steps of its flash, while links break; what comes of it, and how
 * many steps there were.
 */
function tryCut(options: LifeOptions, cutAt: number): { fault: string; steps: number; lives: number } {
  const lives = beginLives(options);
  const { flash, random, world } = lives;
  if (cutAt < Number.POSITIVE_INFINITY) flash.losePower(cutAt);
  for (let i = 0; i < 12; i += 1) {
    lives.pass(random.between(1, 9000));
    if (random.once(3)) world.breakLink(random.once(2) ? "cut" : "half-open");
    if (random.once(8)) world.setNetwork(false);
    else world.setNetwork(true);
  }
  world.setNetwork(true);
  lives.rest();
  lives.settle();
  return { fault: faultsOf(lives, options.qos), steps: flash.steps, lives: lives.lives() };
}

test("an accepted, never sent reading has no DUP in a new session", () => {
  const options = { qos: 2, seed: 2 } as const;
  expect(tryCut(options, 21).fault).toBe("");
  expect(tryCut(options, 21).lives).toBe(2);
});

/** Cuts of each kind: at the gate a few, spread over all steps; by hand thousands. */
const CUTS = atGate(40, 2500);

test.each([{ qos: 1 }, { qos: 2 }, { qos: 2, mqtt: 5 }, { qos: 2, tearing: "at once" }] as const)(
  "power lost at any flash step loses and doubles no reading: %o",
  (options) => {
    const faults: string[] = [];
    let [cuts, longest] = [0, 0];
    for (let seed = 1; cuts < CUTS; seed += 1) {
      const { steps, fault } = tryCut({ ...options, seed }, Number.POSITIVE_INFINITY);
      if (fault !== "") faults.push(`seed ${seed}: ${fault}`);
      longest = Math.max(longest, steps);
      const stride = atGate(37, 1);
      for (let step = seed % stride; step < steps && cuts < CUTS; step += stride, cuts += 1) {
        const tried = tryCut({ ...options, seed }, step);
        if (tried.fault !== "") faults.push(`seed ${seed}, step ${step}: ${tried.fault}`);
      }
    }
    expect(faults).toEqual([]);
    expect(longest).toBeGreaterThan(100);
  },
);

test("readings of a window are written once, or never at QoS 1", () => {
  const lives = beginLives({ qos: 1, durable: { within: seconds(30) } });
  lives.pass(20_000);
  const before = lives.flash.writes;
  lives.pass(100_000);
  expect(lives.flash.writes).toBe(before);
  lives.world.setNetwork(false);
  lives.pass(60_000);
  const written = lives.flash.writes - before;
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThanOrEqual(3);
  lives.world.setNetwork(true);
  lives.rest();
  lives.settle();
  expect(faultsOf(lives, 1)).toBe("");
});

test("readings beyond the journal's room are dropped, counted and reported", () => {
  const lives = beginLives({ qos: 1 });
  lives.pass(20_000);
  lives.world.setNetwork(false);
  lives.pass(300_000);
  lives.world.setNetwork(true);
  lives.rest();
  lives.settle();
  expect(lives.lines.some((line) => line === `dropped: home/${ID}/count, the journal was full`)).toBe(true);
  const came = lives.came();
  const gone = lives.counted.accepted.filter((value) => !came.includes(value));
  expect(gone.length).toBeGreaterThan(5);
  expect(lives.lines.filter((line) => line.startsWith("dropped: ")).length).toBe(gone.length);
  expect([...new Set(came)]).toEqual([...new Set(came)].sort((a, b) => a - b));
});

test("without flash, durable readings are published but reported as volatile", () => {
  const lives = beginLives({ qos: 1, hasFlash: false });
  lives.pass(60_000);
  lives.rest();
  lives.settle();
  expect(faultsOf(lives, 1)).toBe("");
  expect(lives.broker.received.some(({ payload }) => payload.includes("there is no flash"))).toBe(true);
});
