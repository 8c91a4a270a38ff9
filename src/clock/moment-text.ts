// A moment in words, as ISO 8601 has it.
import { calendarDay } from "./calendar.ts";
import type { Moment } from "./moment.ts";

/** "2026-11-29T16:14:05Z": the second that has begun. */
export function momentText(moment: Moment): string {
  const second = Math.floor(moment.ms / 1000);
  return dateText(moment.day) + "T" + timeText(Math.floor(second / 60)) + ":" + twoDigits(second % 60) + "Z";
}

/** "2026-11-29", of days since 1970-01-01. */
export function dateText(day: number): string {
  const { year, month, date } = calendarDay(day);
  return year + "-" + twoDigits(month) + "-" + twoDigits(date);
}

/** "16:14", of minutes of a day. */
export function timeText(minute: number): string {
  return twoDigits(Math.floor(minute / 60)) + ":" + twoDigits(minute % 60);
}

function twoDigits(value: number): string {
  return value < 10 ? "0" + value : "" + value;
}
