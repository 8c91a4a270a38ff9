// Window maximum: beside `Math.max`, and what "no reading" does.
import fc from "fast-check";
import { expect, test } from "vitest";
import { windowMaximum } from "../../../../src/device/run/filters/window-maximum.ts";
import { feed } from "./fed.ts";

test("windowMaximum passes a missing reading and leaves it out", () => {
  const max = Math.max(4, 6);
  expect(feed(windowMaximum(2), 4, undefined, 6, 5)).toEqual([4, undefined, max, Math.max(6, 5)]);
});

test("windowMaximum passes the maximum of the last readings", () => {
  const readings = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), readings, (size, fed) => {
      const filter = windowMaximum(size);
      fed.forEach((reading, i) => {
        expect(filter.pass(filter, reading)).toBe(Math.max(...fed.slice(Math.max(0, i + 1 - size), i + 1)));
      });
    }),
  );
});
