// Dead band: which readings go on, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { deadBand, onChange } from "../../../../src/device/run/filters/dead-band.ts";
import { HELD } from "../../../../src/device/run/filters/filter.ts";
import type { Reading } from "../../../../src/reading/reading.ts";
import { feed } from "./fed.ts";

test("a dead band passes a reading that differs enough from the last", () => {
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

test("a dead band passes a slow drift measured from the last passed", () => {
  expect(feed(deadBand(3), 0, 1, 2, 3, 4, 5, 6)).toEqual([0, HELD, HELD, 3, HELD, HELD, 6]);
});

test("a dead band works below zero too", () => {
  expect(feed(deadBand(2), -1, 0, 1, -1, -3)).toEqual([-1, HELD, 1, -1, -3]);
});

test("a dead band passes a missing reading and the next one", () => {
  expect(feed(deadBand(100), 5, undefined, undefined, 5, 6)).toEqual([5, undefined, undefined, 5, HELD]);
});

test("a dead band of 0 holds only unchanged readings", () => {
  expect(feed(onChange(), 0, 0, 1, 1, 0)).toEqual([0, HELD, 1, HELD, 0]);
});

test("a dead band's last passed reading stays close to the newest", () => {
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
