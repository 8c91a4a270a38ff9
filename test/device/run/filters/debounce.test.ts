// Debounce: when a changed reading is believed.

import fc from "fast-check";
import { expect, test } from "vitest";
import { seconds } from "../../../../src/bytes/milliseconds.ts";
import { debounce } from "../../../../src/device/run/filters/debounce.ts";
import { HELD } from "../../../../src/device/run/filters/filter.ts";
import { feedAt } from "./fed.ts";

test("debounce passes a changed reading that stayed long enough", () => {
  expect(feedAt(debounce(seconds(0.5)), "0@0", "1@100", "1@400", "1@600", "1@700")).toEqual([
    0,
    "held",
    "held",
    1,
    1,
  ]);
});

test("debounce never passes a reading that bounces back", () => {
  expect(feedAt(debounce(seconds(0.5)), "0@0", "1@100", "0@200", "1@300", "1@700", "1@800")).toEqual([
    0,
    "held",
    0,
    "held",
    "held",
    1,
  ]);
});

test("debounce starts anew with a third reading", () => {
  expect(feedAt(debounce(seconds(0.5)), "0@0", "1@100", "2@500", "2@900", "2@1000")).toEqual([
    0,
    "held",
    "held",
    "held",
    2,
  ]);
});

test("debounce passes a missing reading and the next one", () => {
  expect(feedAt(debounce(seconds(0.5)), "0@0", "1@100", "-@200", "1@300")).toEqual([0, "held", undefined, 1]);
});

test("debounce works across the clock's wrap", () => {
  expect(feedAt(debounce(seconds(0.5)), "0@2147483000", "1@2147483500", "1@100", "1@400")).toEqual([
    0,
    "held",
    "held",
    1,
  ]);
});

test("debounce passes a change only when each sample agreed", () => {
  const moments = fc.array(fc.record({ value: fc.nat(2), pause: fc.integer({ min: 1, max: 400 }) }));
  fc.assert(
    fc.property(moments, (fed) => {
      const filter = debounce(seconds(0.5));
      let now = 0;
      let since = 0;
      let before: number | undefined;
      let told: number | undefined;
      for (const { value, pause } of fed) {
        now += pause;
        if (value !== before) since = now;
        before = value;
        const passed = filter.pass(filter, value, now);
        if (passed === HELD) continue;
        if (told !== undefined && passed !== told) expect(now - since).toBeGreaterThanOrEqual(500);
        expect(passed).toBe(value);
        told = passed;
      }
    }),
  );
});
