// Exponential average: how it follows, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { exponentialAverage } from "../../../../src/device/run/filters/exponential-average.ts";
import { feed } from "./fed.ts";

test("an exponential average starts at the first reading and follows", () => {
  expect(feed(exponentialAverage(4), 100, 200, 200, 200)).toEqual([100, 125, 144, 158]);
});

test("an exponential average passes a missing reading and ignores it", () => {
  expect(feed(exponentialAverage(4), 100, undefined, 200)).toEqual([100, undefined, 125]);
});

test("an exponential average reaches a new value exactly despite rounding", () => {
  const value = fc.integer({ min: -100_000, max: 100_000 });
  fc.assert(
    fc.property(value, value, fc.integer({ min: 2, max: 100 }), (before, after, share) => {
      const filter = exponentialAverage(share);
      filter.pass(filter, before);
      for (let i = 0; i < 25 * share; i += 1) filter.pass(filter, after);
      expect(filter.pass(filter, after)).toBe(after);
    }),
  );
});
