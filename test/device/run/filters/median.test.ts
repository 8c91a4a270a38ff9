// Median: beside sorting, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { median } from "../../../../src/device/run/filters/median.ts";
import { feed } from "./fed.ts";

test("median removes a single outlier", () => {
  expect(feed(median(3), 20, 21, 8500, 21, 22)).toEqual([20, 20, 21, 21, 22]);
});

test("median passes a whole step after half its window", () => {
  expect(feed(median(5), 1, 1, 1, 1, 1, 9, 9, 9)).toEqual([1, 1, 1, 1, 1, 1, 1, 9]);
});

test("median passes a missing reading and leaves it out", () => {
  expect(feed(median(3), 20, undefined, 22, undefined, 21, 23)).toEqual([
    20,
    undefined,
    20,
    undefined,
    21,
    22,
  ]);
});

test("median takes the middle reading, or the lower of two", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(3, 5, 7, 15),
      fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 }),
      (size, readings) => {
        const filter = median(size);
        readings.forEach((reading, i) => {
          const window = readings.slice(Math.max(0, i + 1 - size), i + 1).sort((a, b) => a - b);
          expect(filter.pass(filter, reading)).toBe(window[(window.length - 1) >> 1]);
        });
      },
    ),
  );
});
