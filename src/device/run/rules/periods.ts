// Marks that come over and over: each quarter of an hour by the clock on the wall, or the like. Nothing of
// them is kept: what passes while the device is off, or does not know the time, has passed, and flash would
// wear out.
import type { ActingDevice } from "../automation-state.ts";
import { isMarkMissed, isOnDay } from "./marks.ts";
import { NOWHERE, noteMark, type Rule } from "./rule.ts";

const DAY_MINUTES = 1440;
const HOUR_MINUTES = 60;
/** A clock that was set back by less than that may come over a mark once more, which is done. */
const SET_BACK_MINUTES = 10;

/** Passes the newest of the rule's marks that has come. Returns whether the rule acts. */
export function passPeriod(device: ActingDevice, rule: Rule): boolean {
  const { time } = device;
  if (time === undefined || time.local === undefined) return false;
  const { day, minute } = time.local;
  const since = minute % rule.period;
  const wall = day * DAY_MINUTES + minute - since;
  // Up to an hour a mark is a moment, and comes in both of the hours that come twice; longer ones are the
  // wall's, which shows each once.
  const mark = rule.period > HOUR_MINUTES ? wall : wall - time.ahead;
  const seen = rule.markSeen;
  if (mark <= seen) {
    if (mark + since < seen - SET_BACK_MINUTES) noteMark(rule, mark);
    return false;
  }
  noteMark(rule, mark);
  // What came before the time was known may have been done before a restart.
  if (seen === NOWHERE || !isOnDay(rule, day)) return false;
  return !isMarkMissed(time.local, minute - since, device);
}
