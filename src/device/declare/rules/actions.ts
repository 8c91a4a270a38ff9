// Types of a rule's actions, whatever starts it: a condition, each time it begins, or the time of day.
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import type { Named } from "../words.ts";
import type { NamingRule } from "./naming-rule.ts";

/** Sets an actuator to a state, and leaves it there. */
export type SetAction<Asked extends string> = <
  const Name extends string,
  const State extends number | string,
>(
  actuator: Name,
  state: State,
) => NamingRule<Asked | Named<Name, State>>;

/** Sets an actuator to its other state. */
export type ToggleAction<Asked extends string> = <const Name extends string>(
  actuator: Name,
) => NamingRule<Asked | Named<Name>>;

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
) => NamingRule<Asked | Named<Name, State> | Named<Time>>;
