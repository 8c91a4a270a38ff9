// Dead band: which readings go on, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { deadBand, onChange } from "../../../../src/device/run/filters/dead-band.ts";
import { HELD } from "../../../../src/device/run/filters/filter.ts";
import type { Reading } from "../../../../src/reading/reading.ts";
import { feed } from "./fed.ts";

test("a reading passes that differs enough from the last passed one", () => {
  expect(feed(deadBand(2), 215, 216, 217, 216, 215, 214, 219)).toEqual([
    215,
    HELD,
    217,
    HELD,
    215,
    HELD,
    219,
  ]);
});

test("a slow drift passes, as it is measured from the last passed", () => {
  expect(feed(deadBand(3), 0, 1, 2, 3, 4, 5, 6)).toEqual([0, HELD, HELD, 3, HELD, HELD, 6]);
});

test("below zero it is as above", () => {
  expect(feed(deadBand(2), -1, 0, 1, -1, -3)).toEqual([-1, HELD, 1, -1, -3]);
});

test("no reading passes at once, and so does the next one", () => {
  expect(feed(deadBand(100), 5, undefined, undefined, 5, 6)).toEqual([5, undefined, undefined, 5, HELD]);
});

test("an amount of 0 holds only what has not changed", () => {
  expect(feed(onChange(), 0, 0, 1, 1, 0)).toEqual([0, HELD, 1, HELD, 0]);
});

test("the last passed reading stays within the amount of the newest", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: -500, max: 500 })),
      (amount, readings) => {
        const filter = deadBand(amount);
        let shown: Reading;
        for (const reading of readings) {
          const passed = filter.pass(filter, reading);
          if (passed !== HELD) shown = passed;
          expect(Math.abs((shown as number) - reading)).toBeLessThan(amount);
        }
      },
    ),
  );
});
