// A time zone: how far local time is ahead of UTC. In minutes since 1970, which fit 31 bits for 4,000 years.
import { calendarDay, dayOf } from "./calendar.ts";
import type { Moment } from "./moment.ts";

/** A change in each year, as POSIX has it (TZ, "Mm.w.d/time"). */
export interface YearRule {
  /** 1 to 12. */
  month: number;
  /** Which of the month's days of this name, 1 to 5; 5 is its last. */
  week: number;
  /** 0 is Sunday. */
  weekday: number;
  /**
   * Minutes from the beginning of that day to the change, both in UTC: below 0, or more than a day, where
   * local time makes them so.
   */
  minute: number;
}

export interface Zone {
  /** Minutes ahead of UTC: outside and inside of summer time. */
  standard: number;
  summer: number;
  /** Without them it has no summer time. */
  begins: YearRule | undefined;
  ends: YearRule | undefined;
  /**
   * Where no rule says it: minutes since 1970 and how far ahead local time is from there on, one behind the
   * other. Before the first of them it is as in `standard`, and behind the last one it stays so.
   */
  changes: readonly number[];
}

const DAY_MINUTES = 1440;
const MINUTE_MS = 60000;
const DAYS_OF_WEEK = 7;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;
const LAST_WEEK = 5;

export interface LocalTime {
  /** Days from 1970-01-01 to the local date. */
  day: number;
  /** Minutes of that day, by the clock on the wall. */
  minute: number;
}

/** What a clock on the wall shows. */
export function localTime(zone: Zone, moment: Moment): LocalTime {
  const utc = moment.day * DAY_MINUTES + Math.floor(moment.ms / MINUTE_MS);
  const local = utc + offsetAt(zone, utc);
  const day = Math.floor(local / DAY_MINUTES);
  return { day, minute: local - day * DAY_MINUTES };
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (day + FIRST_WEEKDAY) % DAYS_OF_WEEK;
}

/** Minutes by which local time is ahead at so many minutes since 1970. */
export function offsetAt(zone: Zone, utc: number): number {
  if (zone.begins !== undefined && zone.ends !== undefined) {
    // A rule says what happens in a year of UTC: no zone changes at the turn of one.
    const { year } = calendarDay(Math.floor(utc / DAY_MINUTES));
    const begins = minuteOf(zone.begins, year);
    const ends = minuteOf(zone.ends, year);
    const isSummer = begins < ends ? utc >= begins && utc < ends : utc >= begins || utc < ends;
    return isSummer ? zone.summer : zone.standard;
  }
  let offset = zone.standard;
  for (let i = 0; i + 1 < zone.changes.length; i += 2) {
    if (utc >= (zone.changes[i] as number)) offset = zone.changes[i + 1] as number;
  }
  return offset;
}

/** When it changes in a year, in minutes since 1970. */
function minuteOf(rule: YearRule, year: number): number {
  const first = dayOf(year, rule.month, 1);
  const next = rule.month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, rule.month + 1, 1);
  let day = first + ((rule.weekday - weekdayOf(first) + DAYS_OF_WEEK) % DAYS_OF_WEEK);
  day += (rule.week - 1) * DAYS_OF_WEEK;
  if (rule.week === LAST_WEEK && day >= next) day -= DAYS_OF_WEEK;
  return day * DAY_MINUTES + rule.minute;
}
