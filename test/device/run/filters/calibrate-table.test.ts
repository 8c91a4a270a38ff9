// Calibration table: lines between its points, its ends, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { calibrateTable } from "../../../../src/device/run/filters/calibrate-table.ts";
import { feed, scaledTo } from "./fed.ts";

const SOIL: [number, number][] = [
  [1200, 100],
  [2000, 40],
  [2900, 0],
];

test("a calibration table meets each point and interpolates linearly", () => {
  expect(feed(calibrateTable(SOIL), 1200, 1600, 2000, 2450, 2900)).toEqual([100, 70, 40, 20, 0]);
});

test("a calibration table holds its end values outside its points", () => {
  expect(feed(calibrateTable(SOIL), -5, 0, 1199, 2901, 4095)).toEqual([100, 100, 100, 0, 0]);
});

test("a calibration table's points are in the sensor's unit", () => {
  const filter = scaledTo(
    1,
    calibrateTable([
      [0, 0.4],
      [100, 99.1],
    ]),
  );
  expect(feed(filter, 0, 500, 1000)).toEqual([4, 498, 991]);
});

test("a calibration table passes a missing reading", () => {
  expect(feed(calibrateTable(SOIL), undefined)).toEqual([undefined]);
});

test("an ascending calibration table is monotone within its ends", () => {
  const ascending = fc.uniqueArray(fc.integer({ min: -3000, max: 3000 }), { minLength: 6, maxLength: 6 });
  const pair = fc.tuple(fc.integer({ min: -4000, max: 4000 }), fc.integer({ min: -4000, max: 4000 }));
  fc.assert(
    fc.property(ascending, ascending, pair, (readings, meanings, two) => {
      const from = readings.sort((a, b) => a - b);
      const to = meanings.sort((a, b) => a - b);
      const filter = calibrateTable(from.map((reading, i) => [reading, to[i] as number]));
      const [less, more] = feed(filter, Math.min(...two), Math.max(...two)) as number[];
      expect(less).toBeLessThanOrEqual(more as number);
      expect(less).toBeGreaterThanOrEqual(to[0] as number);
      expect(more).toBeLessThanOrEqual(to[5] as number);
    }),
  );
});
