// Rules for every filter: no reading for no reading, and a memory that does not grow.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seconds } from "../../../../src/bytes/milliseconds.ts";
import { calibrateLinear } from "../../../../src/device/run/filters/calibrate-linear.ts";
import { calibrateTable } from "../../../../src/device/run/filters/calibrate-table.ts";
import { clamp } from "../../../../src/device/run/filters/clamp.ts";
import { deadBand, onChange } from "../../../../src/device/run/filters/dead-band.ts";
import { debounce } from "../../../../src/device/run/filters/debounce.ts";
import { difference } from "../../../../src/device/run/filters/difference.ts";
import { exponentialAverage } from "../../../../src/device/run/filters/exponential-average.ts";
import { HELD } from "../../../../src/device/run/filters/filter.ts";
import { heartbeat } from "../../../../src/device/run/filters/heartbeat.ts";
import { maxStep } from "../../../../src/device/run/filters/max-step.ts";
import { median } from "../../../../src/device/run/filters/median.ts";
import { movingAverage } from "../../../../src/device/run/filters/moving-average.ts";
import { throttle } from "../../../../src/device/run/filters/throttle.ts";
import { validRange } from "../../../../src/device/run/filters/valid-range.ts";
import { windowMaximum } from "../../../../src/device/run/filters/window-maximum.ts";
import { windowMinimum } from "../../../../src/device/run/filters/window-minimum.ts";

const FILTERS = {
  deadBand: () => deadBand(2),
  onChange,
  throttle: () => throttle(seconds(0.5)),
  debounce: () => debounce(seconds(0.5)),
  heartbeat: () => heartbeat(seconds(0.5)),
  median: () => median(5),
  movingAverage: () => movingAverage(7),
  exponentialAverage: () => exponentialAverage(10),
  windowMinimum: () => windowMinimum(5),
  windowMaximum: () => windowMaximum(5),
  calibrateLinear: () => calibrateLinear(1.5, 3),
  calibrateTable: () =>
    calibrateTable([
      [-10, 5],
      [0, 0],
      [100, 300],
    ]),
  clamp: () => clamp(-50, 50),
  validRange: () => validRange(-50, 50),
  maxStep: () => maxStep(20),
  difference,
};

const SIZE = 30;
const reading = fc.option(fc.integer({ min: -100, max: 100 }), { nil: undefined });
const moments = fc.array(fc.record({ reading, pause: fc.nat(900) }), { maxLength: 60 });

/** How many values a record and the lists in it hold. */
function held(record: object): number {
  return Object.values(record).reduce((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0);
}

describe.each(Object.entries(FILTERS))("%s", (_name, make) => {
  test("each filter passes a missing reading at once", () => {
    fc.assert(
      fc.property(moments, (fed) => {
        const filter = make();
        let now = 0;
        for (const { reading: value, pause } of fed) {
          now += pause;
          const passed = filter.pass(filter, value, now);
          if (value === undefined) expect(passed).toBeUndefined();
        }
      }),
    );
  });

  test("each filter's results are 32-bit whole numbers, never negative zero", () => {
    fc.assert(
      fc.property(moments, (fed) => {
        const filter = make();
        let now = 0;
        for (const { reading: value, pause } of fed) {
          now += pause;
          const passed = filter.pass(filter, value, now);
          if (passed !== undefined) expect(Object.is(passed, passed | 0)).toBe(true);
        }
      }),
    );
  });

  test("each filter's memory stays bounded by its window", () => {
    const filter = make();
    const fields = Object.keys(filter);
    for (let i = 0; i < SIZE; i += 1) filter.pass(filter, i % 7, i * 100);
    const full = held(filter);
    for (let i = 0; i < 10_000; i += 1) filter.pass(filter, i % 11 === 0 ? undefined : (i * i) % 97, i * 100);
    expect([held(filter), Object.keys(filter)]).toEqual([full, fields]);
  });
});

test.each(["deadBand", "onChange", "throttle", "debounce", "heartbeat"] as const)(
  "%s passes the first reading after a missing one at once",
  (name) => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -100, max: 100 }), (fed, next) => {
        const filter = FILTERS[name]();
        let now = 0;
        for (const { reading: value, pause } of fed) {
          now += pause;
          filter.pass(filter, value, now);
        }
        filter.pass(filter, undefined, now);
        expect(filter.pass(filter, next, now)).toBe(next);
      }),
    );
  },
);

test.each([
  "median",
  "movingAverage",
  "exponentialAverage",
  "windowMinimum",
  "windowMaximum",
  "clamp",
  "validRange",
  "maxStep",
] as const)("%s of a constant is the constant", (name) => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 40 }), (value, times) => {
      const filter = FILTERS[name]();
      for (let i = 0; i < times; i += 1) expect(filter.pass(filter, value, 0)).toBe(value);
    }),
  );
});

test.each([
  ["median", 5],
  ["movingAverage", 7],
  ["windowMinimum", 5],
  ["windowMaximum", 5],
  ["exponentialAverage", 60],
] as const)("%s lies between the extremes of the last %i readings", (name, size) => {
  const readings = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(readings, (fed) => {
      const filter = FILTERS[name]();
      fed.forEach((value, i) => {
        const window = fed.slice(Math.max(0, i + 1 - size), i + 1);
        const passed = filter.pass(filter, value, 0) as number;
        expect(passed).toBeGreaterThanOrEqual(Math.min(...window));
        expect(passed).toBeLessThanOrEqual(Math.max(...window));
      });
    }),
  );
});

test("no filter's result equals the mark of a held reading", () => {
  const never = ["clamp", "validRange", "median", "calibrateLinear", "calibrateTable", "maxStep"] as const;
  for (const name of never) {
    const filter = FILTERS[name]();
    for (const value of [-100, 0, 100]) expect(filter.pass(filter, value, 0)).not.toBe(HELD);
  }
});
