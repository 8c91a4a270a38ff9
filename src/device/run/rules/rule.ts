// A rule: an action that a device takes by itself, with the broker or without, when a reading or
// a state is as the rule says.
//
// It is one record: as its author wrote it, for tools; as numbers and places, which `device` works out; and
// what changes while it runs. An image holds the numbers alone.
import type { LocalTime } from "../../../clock/zone.ts";
import { DURATIONS, PERIODS } from "../../../features.ts";

export type Comparison = "below" | "above" | "is" | "at" | "every";
export type Action = "keep" | "set" | "set for" | "toggle";

/** As its author wrote it. Times are milliseconds, 0 is none; or the name of a duration that people set. */
export interface WrittenRule {
  /**
   * The sensor or the actuator of the condition; for "at" the time, or the time input; for "every" nothing.
   */
  cause: string;
  comparison: Comparison;
  /**
   * The threshold or the state; the name of a number after "below" or "above"; for "every" its milliseconds.
   */
  limit: number | string;
  /** The end of "below" and "above", as a value, or as a distance from the threshold. */
  until: number | undefined;
  margin: number | undefined;
  /** The time for which it must be so. */
  holdFor: number | string;
  /** The actuator's state without which the rule does not act. */
  guard: string;
  guardState: number | string;
  action: Action;
  target: string;
  state: number | string;
  /** For "keep": the further time that it is kept; for "set for": the time. */
  stays: number | string;
  /** Of "at" and "every": "mon-fri,sun", "" for all; "run", "skip", or "" for what is usual. */
  days: string;
  ifMissed: string;
  /** Of "at" an event of the sun: so many milliseconds from it. */
  shift: number;
  /** The times of day between which it holds; "" for all day. */
  from: string;
  to: string;
}

/** A rule, whose names are places in the device's lists once `device` has looked them up. */
export interface Rule {
  /**
   * For the build and for tools. No other record of an image has a field of this name, so that it is left out
   * there.
   */
  wording: WrittenRule;
  /** The place of the sensor in the device's list, or that of the actuator; the other one is `NOWHERE`. */
  sensorAt: number;
  actuatorAt: number;
  /** To `limit`; or to the value of the actuator at `limitAt` times `limitFactor`. */
  relation: Relation;
  limit: number;
  limitAt: number;
  limitFactor: number;
  /** The distance beyond the limit at which a reading ends it. */
  margin: number;
  holdFor: number;
  /**
   * The place of the number that it is in place of `holdFor`, and its milliseconds to one; `NOWHERE`: none.
   * The same of `stays`.
   */
  holdForAt: number;
  holdForFactor: number;
  /** The actuator whose value must be from `guardLeast` to `guardMost`; `NOWHERE`: none. */
  guardAt: number;
  guardLeast: number;
  guardMost: number;
  /** Does it end with its condition? Otherwise it acts once, when that begins. */
  keeps: boolean;
  /** Does it act at a time of day: minutes since midnight, or what the actuator at `markAt` is set to? */
  isMarked: boolean;
  mark: number;
  markAt: number;
  /** Seven characters from Sunday on, "1" for its days; "" for all. */
  days: string;
  /** Minutes from an event of the sun. */
  shift: number;
  /** Of one that acts over and over by the clock: so many minutes; 0 for the others. */
  period: number;
  /** Does it make up for a mark that was missed? */
  runsMissed: boolean;
  /** The minutes of the day between which it holds; `NOWHERE`: all day. */
  fromMinute: number;
  toMinute: number;
  targetAt: number;
  targetValue: number;
  /** The state that it goes back to. */
  otherValue: number;
  stays: number;
  staysAt: number;
  staysFactor: number;
  /** Is the condition met, and since when; has it ever been known? */
  met: boolean;
  metAt: number;
  known: boolean;
  /** Has the rule acted on it? */
  active: boolean;
  /** It goes back when `stays` is over, counted from here. */
  timing: boolean;
  timedAt: number;
  /** The local day whose mark is done, and the mark as it was then. */
  markedDay: number;
  markSeen: number;
  /**
   * Of one that goes by the sun: its minutes of today, as of this look at the clock on the wall
   * (sun-minutes.ts).
   */
  sunSeen: LocalTime | undefined;
  sunMark: number;
  sunFrom: number;
  sunTo: number;
}

export const NOWHERE = -1;

/**
 * In place of a minute of the day: the first of the sun's events, and below it the others
 * (declare/rules/sun-times.ts).
 */
export const FIRST_SUN = -2;

/** In place of a time that people set: any but 0. */
const NAMED_TIME = 1;

/**
 * Target values that are worked out when the rule acts: on, as bright as before; and the opposite of the
 * present state.
 */
export const AS_BEFORE = -2147483646;
export const OPPOSITE = -2147483645;

export const BELOW = 0;
export const ABOVE = 1;
export const EQUAL = 2;
type Relation = typeof BELOW | typeof ABOVE | typeof EQUAL;

/** The record of a rule whose names have not been looked up yet. */
export function newRule(wording: WrittenRule): Rule {
  return {
    wording,
    sensorAt: NOWHERE,
    actuatorAt: NOWHERE,
    relation: EQUAL,
    limit: 0,
    limitAt: NOWHERE,
    limitFactor: 1,
    margin: 0,
    holdFor: DURATIONS && typeof wording.holdFor === "string" ? NAMED_TIME : (wording.holdFor as number),
    holdForAt: NOWHERE,
    holdForFactor: 0,
    guardAt: NOWHERE,
    guardLeast: 0,
    guardMost: 0,
    keeps: wording.action === "keep",
    isMarked: wording.comparison === "at" || (PERIODS && wording.comparison === "every"),
    mark: NOWHERE,
    markAt: NOWHERE,
    days: "",
    shift: 0,
    period: 0,
    runsMissed: false,
    fromMinute: NOWHERE,
    toMinute: NOWHERE,
    targetAt: NOWHERE,
    targetValue: 0,
    otherValue: 0,
    stays: DURATIONS && typeof wording.stays === "string" ? NAMED_TIME : (wording.stays as number),
    staysAt: NOWHERE,
    staysFactor: 0,
    met: false,
    metAt: 0,
    known: false,
    active: false,
    timing: false,
    timedAt: 0,
    markedDay: NOWHERE,
    markSeen: NOWHERE,
    sunSeen: undefined,
    sunMark: NOWHERE,
    sunFrom: NOWHERE,
    sunTo: NOWHERE,
  };
}

/** Whether the condition is met is known from now on. @inline */
export function becomeKnown(rule: Rule): void {
  rule.known = true;
}

/** Its condition is looked at as at the start. @inline */
export function startAnew(rule: Rule): void {
  rule.active = false;
  rule.known = false;
}

/** The condition is met, and the rule acts on it. @inline */
export function activate(rule: Rule): void {
  rule.active = true;
}

/** The condition is no longer met. @inline */
export function deactivate(rule: Rule): void {
  rule.active = false;
}

/** This mark of it has been seen. @inline */
export function noteMark(rule: Rule, mark: number): void {
  rule.markSeen = mark;
}
