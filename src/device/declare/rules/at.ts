// The words of a rule by the time of day: at("06:30").on("mon-fri").set("pump", "on").
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import type { WrittenRule } from "../../run/rules/rule.ts";
import type { Named } from "../words.ts";
import type { SetAction, SetForAction, ToggleAction } from "./actions.ts";
import type { SunTime } from "./sun-times.ts";
import { begun, ended, guardBy } from "./when.ts";

type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
/** A day of the week, or the days from one to another: "mon-fri", "sat-sun", "fri-mon". */
export type Days = Day | `${Day}-${Day}`;

/** A time of the clock on the wall: it comes once a day. */
export interface Moments<Asked extends string> {
  /** Only on these days: `on("mon-fri")`, `on("sat", "sun")`. */
  on: (first: Days, second?: Days, third?: Days, fourth?: Days) => Moments<Asked>;
  /** Only when another actuator is in this state then. */
  onlyWhile: <const Name extends string, const State extends number | string>(
    actuator: Name,
    state: State,
  ) => Moments<Asked | Named<Name, State>>;
  /**
   * Where the device was off then, or did not know the time, and knows it later on the same day: "run" makes
   * up for it, unless a later rule by the clock has acted on the same actuator since; "skip" does not. By
   * default "run" for `set` to a state, "skip" for the others.
   */
  ifMissed: (what: "run" | "skip") => Moments<Asked>;
  /** Sets an actuator to a state, and leaves it there. */
  set: SetAction<Asked>;
  /** Sets an actuator to its other state. */
  toggle: ToggleAction<Asked>;
  /**
   * The same as `set`, and back to the opposite state after so many milliseconds, or the duration of this
   * name as it is then.
   */
  setFor: SetForAction<Asked>;
}

/**
 * An event of the sun: it comes once a day, or in summer and winter of the far north and south not at all.
 */
export interface SunMoments<Asked extends string> extends Moments<Asked> {
  /** So much later, in whole minutes: `at(sunset).plus(minutes(20))`. */
  plus: (ms: Milliseconds) => Moments<Asked>;
  /** So much earlier. */
  minus: (ms: Milliseconds) => Moments<Asked>;
}

/**
 * Begins a rule that acts once a day, at a local time: `at("06:30")`, or when a time input says:
 * `at("wake")`. In the hour that comes twice it acts the first time; what stands in the hour that is left
 * out, at its end. It needs `clock: { zone }`, and for `at(sunset)` the place: `clock: { zone, latitude,
 * longitude }`.
 */
export function at(time: SunTime): SunMoments<never>;
export function at<const Time extends string>(time: Time): Moments<TimeInputNamed<Time>>;
export function at(time: string): Moments<never> {
  return moments(begun(time, "at", ""));
}

/** A time names nobody. */
type TimeInputNamed<Time extends string> = Time extends `${number}:${number}` ? never : Named<Time>;

function moments(rule: WrittenRule): SunMoments<never> {
  const itself: SunMoments<never> = {
    plus: (ms) => {
      rule.shift = ms;
      return itself;
    },
    minus: (ms) => {
      rule.shift = 0 - ms;
      return itself;
    },
    on: (first, second, third, fourth) => {
      rule.days = joined(joined(joined(first, second), third), fourth);
      return itself;
    },
    onlyWhile: (actuator, state) => {
      guardBy(rule, actuator, state);
      return itself;
    },
    ifMissed: (what) => {
      rule.ifMissed = what;
      return itself;
    },
    set: (actuator, state) => ended(rule, "set", actuator, state, 0),
    toggle: (actuator) => ended(rule, "toggle", actuator, "", 0),
    setFor: (actuator, state, ms) => ended(rule, "set for", actuator, state, ms),
  };
  return itself;
}

/** Another rule acts on these days only. */
export function restrictToDays(rule: WrittenRule, days: string): void {
  rule.days = days;
}

/** One text of the days. */
export function joined(days: string, more: string | undefined): string {
  return more === undefined ? days : days + "," + more;
}
