// What is wrong with an actuator, or what it waits for, in words for the problem topic.
import { CONFIRMATIONS, INTERLOCKS, MINIMUM_TIMES } from "../features.ts";
import { type Actuator, STUCK } from "./actuator.ts";

/** "" is nothing. @cold */
export function faultOf(actuator: Actuator): string {
  if (CONFIRMATIONS && actuator.phase === STUCK) return "it did not do what it was told";
  if (actuator.misunderstood !== "")
    return (
      "not understood: " + actuator.misunderstood + "; " + actuator.behaviour.allows(actuator.declaration)
    );
  if (MINIMUM_TIMES && actuator.deferred && actuator.held) return "it waits for its minimum time";
  if (INTERLOCKS && actuator.deferred) return "it waits for what it must not be on with";
  return "";
}
