// Linear calibration: beside the same in floats, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { calibrateLinear } from "../../../../src/device/run/filters/calibrate-linear.ts";
import { feed, scaledTo } from "./fed.ts";

test("a linear calibration applies factor and offset in the sensor's unit", () => {
  expect(feed(scaledTo(1, calibrateLinear(1.05, -0.3)), 200, 215, 0, -100)).toEqual([207, 223, -3, -108]);
});

test("a negative factor inverts a linear calibration", () => {
  expect(feed(calibrateLinear(-1, 100), 0, 30, 100, -5)).toEqual([100, 70, 0, 105]);
});

test("a linear calibration passes a missing reading", () => {
  expect(feed(calibrateLinear(2, 1), undefined, 5)).toEqual([undefined, 11]);
});

test("a linear calibration rounds to the nearest, also beyond 32 bits", () => {
  const factors = fc.integer({ min: -1_000_000, max: 1_000_000 });
  fc.assert(
    fc.property(factors, fc.integer({ min: -900_000, max: 900_000 }), (thousandths, reading) => {
      const filter = calibrateLinear(thousandths / 1000, 7);
      const passed = filter.pass(filter, reading) as number;
      expect(Math.abs(passed - 7 - (reading * thousandths) / 1000)).toBeLessThanOrEqual(0.5);
    }),
  );
});
