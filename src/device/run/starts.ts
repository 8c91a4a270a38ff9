// Starts: how often an actuator has left its rest lately, where it may only so often. They are kept in one
// record of the journal or the storage (kept-record.ts).
//
// No chip knows the time of day, and so not how long it was without power: that time does not count as over.
// What is kept is how long ago each start was when the record was written: with each start, before its part
// is driven, and every hour.
import { elapsed, later } from "../../bytes/milliseconds.ts";
import type { LocalTime } from "../../clock/zone.ts";
import { DAY_LIMITS } from "../../features.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Storage } from "../../ports/storage.ts";
import type { Actuator } from "./actuator.ts";
import type { DeclaredActuator } from "./actuators/declared-actuator.ts";
import { type ActingDevice, LONGEST_WAIT_MS } from "./automation-state.ts";
import { countUndated, type DayStarts, goWithDay, isDaySpent, keptDay, takeDay } from "./day-starts.ts";
import { type KeptRecords, keepAtStart, readKept, writeKept } from "./kept-record.ts";
import { firstValue } from "./permission.ts";

/**
 * The record's name. It is lines of `name=7200,60,0,` after an empty one: how many seconds ago, the longest
 * ago first; or of `name=@20786,2,1,`: a day since 1970, its starts, and those without a day.
 */
export const STARTS_RECORD = "starts";

const WRITE_EVERY_MS = 3600000;

/** The limit on leaving an actuator's rest, and the times when it did. */
export interface StartLimit {
  /** So many times within so many milliseconds; or each day, whose starts `today` has. */
  times: number;
  within: number;
  today: DayStarts | undefined;
  /** The same in words. */
  words: string;
  /** The times when it did within that time, the longest ago first; at most `times` of them. */
  starts: number[];
  /** When they were last written. */
  keptAt: number;
  /** May it not have the value that it is to start with, because it was out of its rest too often before? */
  isSpentAtStart: boolean;
}

/**
 * Takes the starts that were kept, and counts those that come about now: of what is out of its rest at
 * start. @cold
 */
export function restoreStarts(
  actuators: DeclaredActuator[],
  ports: Storage & Clock,
  kept: KeptRecords | undefined,
): void {
  const now = ports.milliseconds();
  const record = readKept(ports, kept, STARTS_RECORD);
  let isNew = false;
  for (const actuator of actuators) {
    const limit = actuator.startLimit;
    if (limit !== undefined) {
      limit.starts = [];
      limit.keptAt = now;
      limit.isSpentAtStart = false;
      if (record !== undefined) takeKept(limit, record, "\n" + actuator.name + "=", now);
      if (firstValue(actuator) !== 0) {
        limit.isSpentAtStart = untilStart(limit, now) > 0;
        if (!limit.isSpentAtStart) {
          addStart(limit, now);
          isNew = true;
        }
      }
    }
  }
  if (!isNew) return;
  let text = "\n";
  for (const actuator of actuators) text = text + keptLine(actuator, now);
  keepAtStart(ports, kept, STARTS_RECORD, text);
}

/** An unreadable record counts as a start just now. @cold */
function takeKept(limit: StartLimit, record: string, key: string, now: number): void {
  const at = record.indexOf(key);
  if (at < 0) return;
  if (DAY_LIMITS && limit.today !== undefined) {
    takeDay(limit.today, record, at + key.length);
    return;
  }
  let age = 0;
  for (let i = at + key.length; i < record.length && record.charCodeAt(i) !== 10; i++) {
    const digit = record.charCodeAt(i) - 48;
    if (digit >= 0 && digit <= 9) {
      if (age < 100000000) age = age * 10 + digit;
    } else {
      if (age < Math.floor(limit.within / 1000)) addStart(limit, later(now, 2147483647 - age * 1000));
      age = 0;
    }
  }
}

function keptLine(actuator: DeclaredActuator, now: number): string {
  const limit = actuator.startLimit;
  if (DAY_LIMITS && limit !== undefined && limit.today !== undefined) {
    const day = keptDay(limit.today);
    return day === "" ? "" : actuator.name + "=" + day + "\n";
  }
  if (limit === undefined || limit.starts.length === 0) return "";
  limit.keptAt = now;
  let line = actuator.name + "=";
  for (const start of limit.starts) line = line + Math.floor(elapsed(now, start) / 1000) + ",";
  return line + "\n";
}

function addStart(limit: StartLimit, now: number): void {
  if (DAY_LIMITS && limit.today !== undefined) {
    countUndated(limit.today);
    return;
  }
  if (limit.starts.length >= limit.times) forgetOldest(limit);
  limit.starts.push(now);
}

function forgetOldest(limit: StartLimit): void {
  const rest: number[] = [];
  for (let i = 1; i < limit.starts.length; i++) rest.push(limit.starts[i] as number);
  limit.starts = rest;
}

/**
 * Milliseconds until it may leave its rest once more; 0 or less: it may. Starts that are long enough ago are
 * forgotten.
 */
function untilStart(limit: StartLimit, now: number): number {
  if (DAY_LIMITS && limit.today !== undefined)
    return isDaySpent(limit.today, limit.times) ? LONGEST_WAIT_MS : 0;
  let left = 0;
  while (limit.starts.length > 0 && left <= 0) {
    left = limit.within - elapsed(now, limit.starts[0] as number);
    if (left <= 0) forgetOldest(limit);
  }
  return limit.starts.length < limit.times ? 0 : left;
}

/** Milliseconds until the actuator may leave its rest once more; 0: it may. */
export function spentFor(actuator: Actuator, now: number): number {
  const limit = actuator.declaration.startLimit;
  if (DAY_LIMITS && limit !== undefined && limit.today !== undefined)
    return dayLeft(actuator.device, limit, now);
  return limit === undefined ? 0 : untilStart(limit, now);
}

/** The same for a limit for each day. */
function dayLeft(device: ActingDevice, limit: StartLimit, now: number): number {
  goWith(device, limit.today as DayStarts, now);
  if (untilStart(limit, now) === 0) return 0;
  // Before the day is known it is looked at again and again.
  return device.time === undefined || device.time.local === undefined ? LONGEST_WAIT_MS : device.time.dayLeft;
}

/** Follows the wall clock. Starts that get a day by that are kept. */
function goWith(device: ActingDevice, today: DayStarts, now: number): void {
  if (goWithDay(today, wallOf(device))) keep(device, now);
}

/** `undefined` while the time is not known. */
function wallOf({ time }: ActingDevice): LocalTime | undefined {
  return time === undefined ? undefined : time.local;
}

/** Is the actuator kept at rest because nobody knows whether another day has come? */
export function isDayUnknown({ declaration: { startLimit }, device }: Actuator): boolean {
  return startLimit !== undefined && startLimit.today !== undefined && wallOf(device) === undefined;
}

/** It is about to leave its rest. */
export function countStart(actuator: Actuator): void {
  const limit = actuator.declaration.startLimit;
  if (limit === undefined) return;
  const now = actuator.client.instant;
  addStart(limit, now);
  if (DAY_LIMITS && limit.today !== undefined) goWithDay(limit.today, wallOf(actuator.device));
  keep(actuator.device, now);
}

/** A record that could not be written is tried again with the next start, or in an hour. */
function keep(device: ActingDevice, now: number): void {
  let text = "\n";
  for (const actuator of device.actuators) text = text + keptLine(actuator.declaration, now);
  writeKept(device, STARTS_RECORD, text);
}

/** Keeps the ages of the starts, every hour. Returns the milliseconds until the next call is needed. */
export function keepStarts(device: ActingDevice, now: number): number {
  let next = LONGEST_WAIT_MS;
  for (const actuator of device.actuators) {
    const limit = actuator.declaration.startLimit;
    if (limit !== undefined) {
      if (DAY_LIMITS && limit.today !== undefined) goWith(device, limit.today, now);
      untilStart(limit, now);
      if (limit.starts.length > 0) next = Math.min(next, WRITE_EVERY_MS - elapsed(now, limit.keptAt));
    }
  }
  if (next > 0) return next;
  keep(device, now);
  return LONGEST_WAIT_MS;
}
