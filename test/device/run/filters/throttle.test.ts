// Throttle: how often readings go on.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Milliseconds, minutes, seconds } from "../../../../src/bytes/milliseconds.ts";
import { HELD } from "../../../../src/device/run/filters/filter.ts";
import { throttle } from "../../../../src/device/run/filters/throttle.ts";
import { feedAt } from "./fed.ts";

test("the first reading goes on, and then one in each time", () => {
  expect(feedAt(throttle(seconds(1.6)), "1@0", "2@400", "3@1499", "4@1500", "5@2999", "6@3000")).toEqual([
    1,
    "held",
    "held",
    4,
    "held",
    6,
  ]);
});

test("a sample that comes a little early is not held", () => {
  expect(feedAt(throttle(minutes(1)), "1@5", "2@30004", "3@60002")).toEqual([1, "held", 3]);
});

test("no reading passes at once, and so does the next one", () => {
  expect(feedAt(throttle(seconds(1)), "1@0", "-@10", "2@20", "3@30")).toEqual([1, undefined, 2, "held"]);
});

test("across the wrap of the clock it goes on", () => {
  expect(feedAt(throttle(seconds(1)), "1@2147483000", "2@2147483647", "3@100", "4@400")).toEqual([
    1,
    "held",
    "held",
    4,
  ]);
});

test("two readings never go on within fifteen sixteenths of the time", () => {
  fc.assert(
    fc.property(fc.integer({ min: 16, max: 5000 }), fc.array(fc.nat(900)), (ms, pauses) => {
      const filter = throttle(ms as Milliseconds);
      let now = 0;
      let last = Number.NEGATIVE_INFINITY;
      for (const pause of pauses) {
        now += pause;
        if (filter.pass(filter, now, now) === HELD) continue;
        expect(now - last).toBeGreaterThanOrEqual((ms * 15) / 16);
        last = now;
      }
    }),
  );
});
