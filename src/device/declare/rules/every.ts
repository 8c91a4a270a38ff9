// The words of a rule by the clock's marks: every(minutes(15)).setFor("pump", "on", seconds(20)).
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import type { WrittenRule } from "../../run/rules/rule.ts";
import type { Named } from "../words.ts";
import type { SetAction, SetForAction, ToggleAction } from "./actions.ts";
import { type Days, joined, restrictToDays } from "./at.ts";
import { begun, ended, guardBy, spanBy } from "./when.ts";

/**
 * Times of the clock on the wall that come over and over. What passed while the device was off, or did not
 * know the time, is never made up for.
 */
export interface Marks<Asked extends string> {
  /** Only on these days: `on("mon-fri")`, `on("sat", "sun")`. */
  on: (first: Days, second?: Days, third?: Days, fourth?: Days) => Marks<Asked>;
  /** Only when another actuator is in this state then. */
  onlyWhile: <const Name extends string, const State extends number | string>(
    actuator: Name,
    state: State,
  ) => Marks<Asked | Named<Name, State>>;
  /**
   * Only from one local time to before another, over midnight too: `between("08:00", "18:00")`,
   * `between(sunrise, sunset)`.
   */
  between: (from: string, to: string) => Marks<Asked>;
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
 * Begins a rule that acts on each mark of the clock on the wall: `every(minutes(15))` at 0, 15, 30 and 45
 * minutes past, `every(hours(6))` at 00:00, 06:00, 12:00 and 18:00. The time divides an hour or a day. Up to
 * an hour it acts in both of the hours that come twice. It needs `clock: { zone }`.
 */
export function every(ms: Milliseconds): Marks<never> {
  return marks(begun("", "every", ms));
}

function marks(rule: WrittenRule): Marks<never> {
  const itself: Marks<never> = {
    on: (first, second, third, fourth) => {
      restrictToDays(rule, joined(joined(joined(first, second), third), fourth));
      return itself;
    },
    onlyWhile: (actuator, state) => {
      guardBy(rule, actuator, state);
      return itself;
    },
    between: (from, to) => {
      spanBy(rule, from, to);
      return itself;
    },
    set: (actuator, state) => ended(rule, "set", actuator, state, 0),
    toggle: (actuator) => ended(rule, "toggle", actuator, "", 0),
    setFor: (actuator, state, ms) => ended(rule, "set for", actuator, state, ms),
  };
  return itself;
}
