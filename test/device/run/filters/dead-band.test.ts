// Dead band: which readings go on, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { deadBand, onChange } from "../../../../src/device/run/filters/dead-band.ts";
import { HELD } from "../../../../src/device/run/filters/filter.ts";
import type { Reading } from "../../../../src/reading/reading.ts";
import { feed } from "./fed.ts";

test("the first reading goes on, and then each that differs by the amount or more from the last that did", () => {
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

test("a slow drift is not lost: it is measured from what went on, not from the reading before", () => {
  expect(feed(deadBand(3), 0, 1, 2, 3, 4, 5, 6)).toEqual([0, HELD, HELD, 3, HELD, HELD, 6]);
});

test("below zero it is as above", () => {
  expect(feed(deadBand(2), -1, 0, 1, -1, -3)).toEqual([-1, HELD, 1, -1, -3]);
});

test("no reading goes straight on, and whatever comes after it goes on as well", () => {
  expect(feed(deadBand(100), 5, undefined, undefined, 5, 6)).toEqual([5, undefined, undefined, 5, HELD]);
});

test("an amount of 0 holds only what has not changed", () => {
  expect(feed(onChange(), 0, 0, 1, 1, 0)).toEqual([0, HELD, 1, HELD, 0]);
});

test("what went on last is never further than the amount from the newest reading", () => {
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
