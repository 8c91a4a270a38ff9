// Moments, days and their words, beside those of JavaScript's Date.
import fc from "fast-check";
import { expect, test } from "vitest";
import { calendarDay } from "../../src/clock/calendar.ts";
import { addMilliseconds, DAY_MS, FAR_MS, type Moment, millisecondsBetween } from "../../src/clock/moment.ts";
import { momentText } from "../../src/clock/moment-text.ts";

const HALF_A_ROUND_MS = 2 ** 30;
/** To the end of 2103, when NTP's pivot comes. */
const LAST_DAY = 48_943;

const moments = fc.record({
  day: fc.integer({ min: 0, max: LAST_DAY }),
  ms: fc.integer({ min: 0, max: DAY_MS - 1 }),
});
const epoch = ({ day, ms }: Moment) => day * DAY_MS + ms;

test("each day to 2104 has the calendar's year, month and date", () => {
  for (let day = 0; day <= LAST_DAY; day += 1) {
    const date = new Date(day * DAY_MS);
    const expected = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, date: date.getUTCDate() };
    if (JSON.stringify(calendarDay(day)) !== JSON.stringify(expected))
      expect({ day, ...calendarDay(day) }).toEqual(expected);
  }
});

test("a moment is written as ISO 8601 in UTC", () => {
  fc.assert(
    fc.property(moments, (moment) => {
      expect(momentText(moment)).toBe(new Date(epoch(moment)).toISOString().replace(/\.\d+Z$/, "Z"));
    }),
  );
  expect(momentText({ day: 24_855, ms: 11_648_999 })).toBe("2038-01-19T03:14:08Z");
});

test("the span between two moments equals the time added", () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: -HALF_A_ROUND_MS, max: HALF_A_ROUND_MS }), (then, ms) => {
      const now = addMilliseconds(then, ms);
      expect(epoch(now)).toBe(epoch(then) + ms);
      expect(now.ms).toBeGreaterThanOrEqual(0);
      expect(now.ms).toBeLessThan(DAY_MS);
      expect(millisecondsBetween(then, now)).toBe(Math.max(-FAR_MS, Math.min(FAR_MS, ms)));
    }),
  );
});

test("moments years apart count as five days apart, either way", () => {
  const [then, now] = [
    { day: 10_000, ms: 5 },
    { day: 20_000, ms: 0 },
  ] as const;
  expect([millisecondsBetween(then, now), millisecondsBetween(now, then)]).toEqual([FAR_MS, -FAR_MS]);
});
