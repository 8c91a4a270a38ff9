// Starts of a calendar day: how often an actuator has left its rest today, where it may only so often each
// day.
//
// While the day is not known, the last known one goes on: nothing is forgotten. What starts then counts for
// the first day that is known.
import type { LocalTime } from "../../clock/zone.ts";

export interface DayStarts {
  /** The last known day, in days from 1970-01-01; `NO_DAY` before. */
  day: number;
  /** Its starts. */
  count: number;
  /** Starts since then that have no day yet. */
  undated: number;
}

const NO_DAY = -1;

/** The first character of a day in a record; ages of starts have none. */
const DAY_SIGN = "@";
/** The day, its starts, and those without a day. */
const NUMBERS = 3;

export function newDayStarts(): DayStarts {
  return { day: NO_DAY, count: 0, undated: 0 };
}

/** It is about to start once more: `goWithDay` says on which day. */
export function countUndated(today: DayStarts): void {
  today.undated += 1;
}

/**
 * Follows the day on the wall clock; `undefined`: it is not known. Returns whether starts without a day have
 * been counted for one.
 */
export function goWithDay(today: DayStarts, local: LocalTime | undefined): boolean {
  if (local === undefined) return false;
  if (local.day > today.day) today.count = 0;
  // A day that comes twice, because the clock was fast, is one day. A day further off was written by a clock
  // that was wrong.
  if (local.day > today.day || local.day < today.day - 1) today.day = local.day;
  const isFound = today.undated > 0;
  today.count += today.undated;
  today.undated = 0;
  return isFound;
}

/** Has it started as often as it may? */
export function isDaySpent({ count, undated }: DayStarts, times: number): boolean {
  return count + undated >= times;
}

/** Its day in the record, after its name; "" when there is nothing to keep. */
export function keptDay({ day, count, undated }: DayStarts): string {
  if (count + undated === 0) return "";
  return DAY_SIGN + Math.max(0, day) + "," + count + "," + undated + ",";
}

/**
 * Reads it from there on. An unreadable record, as of another image, counts as starts without a day. @cold
 */
export function takeDay(today: DayStarts, record: string, at: number): void {
  const numbers: number[] = [];
  let value = 0;
  for (let i = at; i < record.length && record.charCodeAt(i) !== 10; i++) {
    const digit = record.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) {
      if (value < 100000000) value = value * 10 + digit;
    } else if (i > at || record.substring(i, i + 1) !== DAY_SIGN) {
      numbers.push(value);
      value = 0;
    }
  }
  if (record.substring(at, at + 1) !== DAY_SIGN || numbers.length !== NUMBERS) {
    today.undated = numbers.length;
    return;
  }
  today.day = numbers[0] as number;
  today.count = numbers[1] as number;
  today.undated = numbers[2] as number;
}
