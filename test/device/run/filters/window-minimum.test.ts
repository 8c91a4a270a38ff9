// Window minimum: beside `Math.min`, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { windowMinimum } from "../../../../src/device/run/filters/window-minimum.ts";
import { feed } from "./fed.ts";

test("windowMinimum passes a missing reading and leaves it out", () => {
  const min = Math.min(4, 6);
  expect(feed(windowMinimum(2), 4, undefined, 6, 5)).toEqual([4, undefined, min, Math.min(6, 5)]);
});

test("windowMinimum passes the minimum of the last readings", () => {
  const readings = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), readings, (size, fed) => {
      const filter = windowMinimum(size);
      fed.forEach((reading, i) => {
        expect(filter.pass(filter, reading)).toBe(Math.min(...fed.slice(Math.max(0, i + 1 - size), i + 1)));
      });
    }),
  );
});
