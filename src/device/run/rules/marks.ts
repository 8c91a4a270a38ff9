// Marks: the times of day at which rules act, each once a day. What was done is kept in the storage, so that
// a device that starts anew acts neither twice nor on what has passed.
import { wholeNumber } from "../../../bytes/whole-number.ts";
import { type LocalTime, offsetAt, weekdayOf } from "../../../clock/zone.ts";
import { PERIODS, SUN } from "../../../features.ts";
import type { Storage } from "../../../ports/storage.ts";
import type { Actuator } from "../actuator.ts";
import type { ActingDevice, AutomationState } from "../automation-state.ts";
import { FIRST_SUN, NOWHERE, noteMark, type Rule } from "./rule.ts";
import { sunMark } from "./sun-minutes.ts";

/** The record's name: the local day and its minute until which all marks are done, "20786 390". */
export const MARKS_RECORD = "marks";

const DAY_MINUTES = 1440;
/** A turn may come late: the bus blocks, a link opens. A mark later than this was missed. */
const LATE_MINUTES = 2;
/**
 * Servers correct a clock by less, and no zone goes back by more: a clock that goes back further was wrong.
 */
const MOST_BACK_MINUTES = 180;
const MARKED = 49;

/**
 * Passes the rule's mark once its time has come, and keeps that it is done. Returns whether the rule acts. A
 * time that is not known has no marks.
 */
export function passMark(device: ActingDevice, rule: Rule): boolean {
  const { acting } = device;
  const local = device.time === undefined ? undefined : device.time.local;
  if (local === undefined) return false;
  if (acting.doneDay === NOWHERE) readMarks(device, local);
  const mark = markOf(device, rule);
  if (isSetAnew(rule, mark)) {
    // By somebody: what has passed today has passed, for the next start too.
    noteMark(rule, mark);
    const isDone = local.minute >= mark;
    rule.markedDay = isDone ? local.day : local.day - 1;
    if (isDone && !isDoneAt(acting, local.day, mark)) writeMarks(device, local.day, mark);
  }
  if (local.day <= rule.markedDay || local.minute < mark) return false;
  rule.markedDay = local.day;
  if (!isOnDay(rule, local.day)) return false;
  const acts = !isMarkMissed(local, mark, device) || (rule.runsMissed && !isFollowed(device, rule, local));
  if (!isDoneAt(acting, local.day, mark)) writeMarks(device, local.day, mark);
  return acts;
}

/** The sun's mark changes each day: that is nobody's doing. @inline */
function isSetAnew(rule: Rule, mark: number): boolean {
  if (SUN && rule.mark <= FIRST_SUN) return false;
  return rule.markSeen !== mark;
}

/** Minutes since midnight: as it was declared, or as people have set it. */
function markOf(device: ActingDevice, rule: Rule): number {
  if (SUN && rule.mark <= FIRST_SUN && device.time !== undefined) return sunMark(device.time, rule);
  return rule.markAt === NOWHERE ? rule.mark : (device.actuators[rule.markAt] as Actuator).value;
}

/** Is that one of its days? */
export function isOnDay({ days }: Rule, day: number): boolean {
  return days === "" || days.charCodeAt(weekdayOf(day)) === MARKED;
}

/**
 * Has it passed for longer than a turn may be late? One in an hour that is left out comes at the end of that.
 */
export function isMarkMissed({ day, minute }: LocalTime, mark: number, { time }: ActingDevice): boolean {
  if (minute - mark <= LATE_MINUTES || time === undefined || time.zone === undefined) return false;
  const utc = day * DAY_MINUTES + minute - time.ahead - LATE_MINUTES - 1;
  return utc + offsetAt(time.zone, utc) - day * DAY_MINUTES >= mark;
}

/** Has a later mark of today come for the same actuator? */
function isFollowed(device: ActingDevice, rule: Rule, local: LocalTime): boolean {
  const mark = markOf(device, rule);
  for (const other of device.acting.rules) {
    if (other.isMarked && other !== rule && other.targetAt === rule.targetAt && isOnDay(other, local.day)) {
      const later = markOf(device, other);
      if (later > mark && later <= local.minute) return true;
    }
  }
  return false;
}

function isDoneAt({ doneDay, doneMinute }: AutomationState, day: number, minute: number): boolean {
  return day < doneDay || (day === doneDay && minute <= doneMinute);
}

/** Is `now` so far before that day and minute that a clock was wrong? */
function isFarBack(day: number, minute: number, now: LocalTime): boolean {
  return (day - now.day) * DAY_MINUTES + minute - now.minute > MOST_BACK_MINUTES;
}

/**
 * The clock shows `local` where it showed `before`. A clock that was wrong and is set back has acted without
 * reason: all marks ahead of it come, as for a new device. @cold
 */
export function lookAtStep(device: ActingDevice, before: LocalTime, local: LocalTime): void {
  if (!isFarBack(before.day, before.minute, local)) return;
  writeMarks(device, local.day, local.minute - 1);
  takeMarks(device, local);
}

/** All rules use the same record of done marks, before one of them adds to it. @cold */
function takeMarks(device: ActingDevice, local: LocalTime): void {
  for (const rule of device.acting.rules) {
    if (rule.isMarked && (!PERIODS || rule.period === 0)) {
      const mark = markOf(device, rule);
      noteMark(rule, mark);
      rule.markedDay = isDoneAt(device.acting, local.day, mark) ? local.day : local.day - 1;
    }
  }
}

/** A device without a record has missed nothing. @cold */
function readMarks(device: ActingDevice, local: LocalTime): void {
  const record = device.ports.readRecord(MARKS_RECORD);
  const space = record === undefined ? -1 : record.indexOf(" ");
  let day: number | undefined;
  let minute: number | undefined;
  if (record !== undefined && space > 0) {
    day = wholeNumber(record.substring(0, space));
    minute = wholeNumber(record.substring(space + 1, record.length));
  }
  // One from the future was written by a clock that was wrong.
  if (day !== undefined && minute !== undefined && !isFarBack(day, minute, local)) {
    device.acting.doneDay = day;
    device.acting.doneMinute = minute;
  } else {
    // What comes in this very minute is still done.
    writeMarks(device, local.day, local.minute - 1);
  }
  takeMarks(device, local);
}

/** Flash wears out with each write: there is one for each mark that comes. @cold */
function writeMarks(device: ActingDevice, day: number, minute: number): void {
  device.acting.doneDay = day;
  device.acting.doneMinute = minute;
  const ports: Storage = device.ports;
  ports.writeRecord(MARKS_RECORD, day + " " + Math.max(0, minute));
}
