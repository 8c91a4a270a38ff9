// Starts of a calendar day: how often an actuator has left its rest today, where it may only so often each day.
//
// While the day is not known, the last known one goes on: nothing is forgotten. What starts then counts for the first day that is known.
import type { LocalTime } from "../../clock/zone.ts";

export interface DayStarts {
  /** Days from 1970-01-01 to the last one that was known; `NO_DAY` before. */
  day: number;
  /** Its starts. */
  count: number;
  /** Those since then that have no day yet. */
  undated: number;
}

const NO_DAY = -1;

/** In a record, what a day begins with; ages of starts have none. */
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
 * Goes with the day on the wall; `undefined`: it is not known. Returns whether starts without a day have come to one.
 */
export function goWithDay(today: DayStarts, local: LocalTime | undefined): boolean {
  if (local === undefined) return false;
  if (local.day > today.day) today.count = 0;
  // A day that comes twice, as the clock was fast by some, is one. One that is further off was written by a clock that was wrong.
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

/** Its day in the record, behind its name; "": nothing is to be kept. */
export function keptDay({ day, count, undated }: DayStarts): string {
  if (count + undated === 0) return "";
  return DAY_SIGN + Math.max(0, day) + "," + count + "," + undated + ",";
}

/** Reads it from there on. What cannot be read, as what another image wrote, counts as starts without a day. @cold */
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
