// A pulse meter: energy from counts, power from the time between them, at every load and across every wrap.
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type * as Driver from "../../src/drivers/pulse-meter.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { createPulseOutput, type PulseFault } from "../../tools/sim/parts/pulse-output.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const { pulseMeter } = narrow<typeof Driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "pulse-meter.ts"),
);

/** A part on a clock and a counter that are set by hand. */
function byHand(perUnit: number, at = { now: 0, count: 0 }) {
  const ports = {
    milliseconds: () => at.now,
    pulses: { count: () => {}, counted: () => at.count },
  } as unknown as Ports;
  const part = pulseMeter("meter", perUnit);
  part.begin(part, ports, { meter: PIN });
  const look = (ms: number, pulses: number) => {
    at.now = (at.now + ms) % 2 ** 31;
    at.count = (at.count + pulses) % 2 ** 31;
    expect(part.collect(part)).toBe("");
    return [part.total.value, part.rate.value];
  };
  return { part, look };
}

/** A meter at a load, looked at every `everyMs`, after `ms` milliseconds. */
function onBench(
  watts: number,
  perUnit: number,
  everyMs: number,
  ms: number,
  debounceMs?: number,
  fault: PulseFault = "none",
) {
  const board = createBreadboard();
  const house = { watts };
  const { now, after } = board.clock;
  const model = createPulseOutput({
    lines: board.lines,
    pin: PIN,
    now,
    after,
    flow: () => house.watts / 1000,
    perUnit,
  });
  model.fault = fault;
  const part = pulseMeter("meter", perUnit, debounceMs);
  board.begin(part);
  const run = (long: number) => {
    for (let passed = 0; passed < long; passed += everyMs) {
      board.clock.advance(everyMs);
      board.measure(part);
    }
  };
  run(ms);
  return { model, part, house, run };
}

test("the total and power without a pulse are 0, even after hours", () => {
  const { look } = byHand(1000);
  expect(look(10_000, 0)).toEqual([0, undefined]);
  expect(look(3_600_000, 0)).toEqual([0, 0]);
});

test("the first pulse ends no interval; a pulse a while later does", () => {
  const { look } = byHand(1000);
  expect(look(5000, 1)).toEqual([1, undefined]);
  expect(look(3600, 1)).toEqual([2, undefined]);
  expect(look(16_400, 1)).toEqual([3, 360]);
});

test("while no pulse comes, the power falls to what the wait allows", () => {
  const { look } = byHand(1000);
  look(1000, 1);
  expect(look(20_000, 20)[1]).toBe(3600);
  expect(look(1000, 0)[1]).toBe(3600);
  expect(look(1000, 0)[1]).toBe(1800);
  expect(look(34_000, 0)[1]).toBe(100);
  expect(look(3_600_000, 0)[1]).toBe(0);
  expect(look(2 ** 31 - 10_000, 0)[1]).toBe(0);
});

test("a pulse after a wait measures that wait alone", () => {
  const { look } = byHand(1000);
  look(1000, 1);
  look(25_000, 100);
  for (let passed = 0; passed < 72_000; passed += 1000) look(1000, 0);
  expect(look(0, 1)[1]).toBe(50);
});

test("the first pulse after a long standstill means next to no power", () => {
  const { look } = byHand(1000);
  look(1000, 2);
  look(20_000, 2);
  for (let hours = 0; hours < 700; hours += 1) look(3_600_000, 0);
  expect(look(1000, 1)[1]).toBe(1);
});

test.each([
  // Pulses in a unit, thousandths of a unit an hour: W, or l/h.
  [1000, 20],
  [1000, 230],
  [1000, 3680],
  [800, 11_000],
  [10_000, 100],
])("a meter of %i pulses a kWh at %i W", (perUnit, watts) => {
  const { part, model } = onBench(watts, perUnit, 1000, 1_800_000);
  expect(Math.abs((part.rate.value as number) - watts) / watts).toBeLessThan(0.06);
  // What has passed since the last pulse is not counted yet.
  expect(Math.abs((part.total.value as number) - model.total() * 1000)).toBeLessThanOrEqual(
    1000 / perUnit + 1,
  );
});

test("a load that is switched off is seen going", () => {
  const { part, house, run } = onBench(2000, 1000, 1000, 60_000);
  house.watts = 0;
  run(120_000);
  expect(part.rate.value).toBeLessThanOrEqual(31);
});

test("a count that wraps goes on", () => {
  const { part, look } = byHand(1000, { now: 0, count: 2 ** 31 - 2 });
  look(1000, 0);
  expect(look(20_000, 4)[0]).toBe(2);
  expect(look(20_000, 4)).toEqual([6, 720]);
  expect(part.count).toBe(6);
});

test("power and energy are exact whole numbers within 31 bits", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 20_000, max: 3_600_000 }),
      fc.integer({ min: 0, max: 500 }),
      (perUnit, ms, perSecond) => {
        const pulses = Math.max(1, Math.floor((ms * perSecond) / 1000));
        fc.pre(
          (pulses * 3.6e9) / ms / perUnit < 2 ** 31 - 1 && ((pulses + 1) * 1000) / perUnit < 2 ** 31 - 1,
        );
        const { look } = byHand(perUnit);
        look(1000, 1);
        const [total, rate] = look(ms, pulses) as [number, number];
        expect(total).toBe(Math.floor(((pulses + 1) * 1000) / perUnit));
        const exact = (pulses * 3.6e9) / ms / perUnit;
        expect(rate).toBeLessThanOrEqual(exact);
        expect(rate).toBeGreaterThan(exact - 1 - 100 / perUnit);
      },
    ),
    { numRuns: 1000 },
  );
});

test("an output that is stuck gives no more pulses, nor wrong pulses", () => {
  const { part, model, run } = onBench(1000, 1000, 1000, 60_000);
  const before = part.total.value as number;
  model.fault = "stuck-low";
  run(60_000);
  expect((part.total.value as number) - before).toBeLessThanOrEqual(1);
});

test.each([360, 3600, 36_000])(
  "a contact that bounces gives a pulse each time it closes, at %i W",
  (watts) => {
    const { part, model } = onBench(watts, 1000, 1000, 600_000, undefined, "bouncing");
    expect(model.pulses()).toBeGreaterThan(0);
    expect(part.total.value).toBe(model.pulses());
  },
);

test("without a debounce each bounce is a pulse", () => {
  const { part, model } = onBench(3600, 1000, 1000, 60_000, 0, "bouncing");
  // Three behind each change of the contact, of which it has two; the last pulse has only begun.
  expect(part.total.value).toBe(7 * (model.pulses() - 1) + 1);
});

test("pulses of 1 ms count, where they come far enough from each other", () => {
  const board = createBreadboard();
  const part = pulseMeter("meter", 1000);
  board.begin(part);
  const pulse = (gap: number) => {
    board.lines.drive(PIN, 0);
    board.clock.advance(1);
    board.lines.drive(PIN, 1);
    board.clock.advance(gap);
  };
  for (const gap of [20, 19, 20, 500]) pulse(gap);
  board.measure(part);
  expect(part.total.value).toBe(3);
});

test("a contact that is shut at the start gives no pulse as it opens", () => {
  const board = createBreadboard();
  const part = pulseMeter("meter", 1000);
  board.lines.drive(PIN, 0);
  board.begin(part);
  for (const level of [1, 0, 1] as const) {
    board.clock.advance(3);
    board.lines.drive(PIN, level);
  }
  board.measure(part);
  expect(part.total.value).toBe(0);
});
