// Time in 31 bits: differences and deadlines on both sides of the wrap after 24.8 days.
import fc from "fast-check";
import { expect, test } from "vitest";
import { elapsed, later, minutes, seconds } from "../../src/bytes/milliseconds.ts";

const WRAP = 2 ** 31;
const moment = fc.oneof(
  fc.integer({ min: 0, max: WRAP - 1 }),
  fc.integer({ min: 0, max: 10 }),
  fc.integer({ min: WRAP - 10, max: WRAP - 1 }),
);

test("the elapsed time since a moment equals the time added to it", () => {
  fc.assert(
    fc.property(moment, moment, (then, ms) => {
      const now = later(then, ms);
      expect(now).toBe((then + ms) % WRAP);
      expect(elapsed(now, then)).toBe(ms);
    }),
  );
});

test("every time stays within 32 signed bits, NodeMCU's integers", () => {
  fc.assert(
    fc.property(moment, moment, (now, then) => {
      const difference = now - then;
      expect(difference | 0).toBe(difference);
      if (difference < 0) expect((difference + 2147483647) | 0).toBe(difference + 2147483647);
    }),
  );
});

test("two moments on either side of the wrap are two milliseconds apart", () => {
  expect(elapsed(1, WRAP - 1)).toBe(2);
  expect(later(WRAP - 1, 1)).toBe(0);
});

test("seconds and minutes convert to milliseconds", () => {
  expect([seconds(30), minutes(2)]).toEqual([30_000, 120_000]);
});
