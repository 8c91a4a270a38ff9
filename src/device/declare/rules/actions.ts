// Types of a rule's actions, whatever starts it: a condition, each time it begins, or the time of day.
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import type { Rule } from "../../run/rules/rule.ts";
import type { Named } from "../words.ts";

/** Sets an actuator to a state, and leaves it there. */
export type SetAction<Asked extends string> = <
  const Name extends string,
  const State extends number | string,
>(
  actuator: Name,
  state: State,
) => Rule<Asked | Named<Name, State>>;

/** Sets an actuator to its other state. */
export type ToggleAction<Asked extends string> = <const Name extends string>(
  actuator: Name,
) => Rule<Asked | Named<Name>>;

/**
 * Sets it, and back to the opposite state after so many milliseconds, or the duration of this name as it is
 * then.
 */
export type SetForAction<Asked extends string> = <
  const Name extends string,
  const State extends number | string,
  const Time extends Milliseconds | string,
>(
  actuator: Name,
  state: State,
  ms: Time,
) => Rule<Asked | Named<Name, State> | Named<Time>>;
