// Periods of the calendar: each hour, day, week or month at a place has a number, one more than the one before it.
import { calendarDay } from "./calendar.ts";
import type { LocalTime } from "./zone.ts";

/** A day begins at midnight, a week on Monday, a month on its 1st. */
export type Period = "hour" | "day" | "week" | "month";

const DAY_MINUTES = 1440;
const HOUR_MINUTES = 60;
const DAYS_OF_WEEK = 7;
/** From a Monday to 1970-01-01. */
const DAYS_SINCE_MONDAY = 3;

/**
 * The number of the period in which it is this local time, `ahead` minutes ahead of UTC. An hour has 60
 * minutes, also the one that the clock on the wall shows twice; where summer time is half an hour, one hour a
 * year has 90, and one 30.
 */
export function periodOf(each: Period, { day, minute }: LocalTime, ahead: number): number {
  if (each === "hour") {
    // Without the whole hours of `ahead`, hours still begin when the wall clock's do, and none comes twice.
    const minusWholeHours = (((ahead % HOUR_MINUTES) + HOUR_MINUTES) % HOUR_MINUTES) - ahead;
    return Math.floor((day * DAY_MINUTES + minute + minusWholeHours) / HOUR_MINUTES);
  }
  if (each === "week") return Math.floor((day + DAYS_SINCE_MONDAY) / DAYS_OF_WEEK);
  if (each === "month") {
    const { year, month } = calendarDay(day);
    return year * 12 + month - 1;
  }
  return day;
}
