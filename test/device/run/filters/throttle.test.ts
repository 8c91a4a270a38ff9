// Throttle: how often readings go on.

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Milliseconds, minutes, seconds } from "../../../../src/bytes/milliseconds.ts";
import { HELD } from "../../../../src/device/run/filters/filter.ts";
import { throttle } from "../../../../src/device/run/filters/throttle.ts";
import { feedAt } from "./fed.ts";

test("throttle passes the first reading and then one per interval", () => {
  expect(feedAt(throttle(seconds(1.6)), "1@0", "2@400", "3@1499", "4@1500", "5@2999", "6@3000")).toEqual([
    1,
    "held",
    "held",
    4,
    "held",
    6,
  ]);
});

test("throttle passes a sample that comes slightly early", () => {
  expect(feedAt(throttle(minutes(1)), "1@5", "2@30004", "3@60002")).toEqual([1, "held", 3]);
});

test("throttle passes a missing reading and the next one", () => {
  expect(feedAt(throttle(seconds(1)), "1@0", "-@10", "2@20", "3@30")).toEqual([1, undefined, 2, "held"]);
});

test("throttle works across the clock's wrap", () => {
  expect(feedAt(throttle(seconds(1)), "1@2147483000", "2@2147483647", "3@100", "4@400")).toEqual([
    1,
    "held",
    "held",
    4,
  ]);
});

test("throttle keeps passed readings fifteen sixteenths of its time apart", () => {
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
