// Moving average: beside the mean worked out at length, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { rounded } from "../../../../src/bytes/fixed-point.ts";
import { movingAverage } from "../../../../src/device/run/filters/moving-average.ts";
import { feed } from "./fed.ts";

test("a moving average rounds halves away from zero", () => {
  expect(feed(movingAverage(3), 10, 11, 12, 16, -40)).toEqual([10, 11, 11, 13, -4]);
});

test("a moving average passes a missing reading and leaves it out", () => {
  expect(feed(movingAverage(2), 10, undefined, 20, 30)).toEqual([10, undefined, 15, 25]);
});

test("a moving average is the mean of all readings in its window", () => {
  const readings = fc.array(fc.integer({ min: -70_000_000, max: 70_000_000 }), { maxLength: 80 });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), readings, (size, fed) => {
      const filter = movingAverage(size);
      fed.forEach((reading, i) => {
        const window = fed.slice(Math.max(0, i + 1 - size), i + 1);
        const sum = window.reduce((total, value) => total + value, 0);
        expect(filter.pass(filter, reading)).toBe(rounded(sum, window.length));
      });
    }),
  );
});
