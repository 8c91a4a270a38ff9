// What is wrong with an actuator, or what it waits for, in words for the problem topic.
import { CONFIRMATIONS, INTERLOCKS, MINIMUM_TIMES, ONLY_WHILE, REFUSALS } from "../features.ts";
import { type Actuator, STUCK } from "./actuator.ts";
import { isMissed } from "./permission.ts";
import { refusalWords } from "./refusal.ts";

/** "" is nothing. @cold */
export function faultOf(actuator: Actuator): string {
  if (CONFIRMATIONS && actuator.phase === STUCK) return "it did not do what it was told";
  if (actuator.misunderstood !== "")
    return (
      "not understood: " + actuator.misunderstood + "; " + actuator.behaviour.allows(actuator.declaration)
    );
  if (ONLY_WHILE && isMissed(actuator)) return actuator.declaration.permissionWords;
  if (REFUSALS && actuator.refused) return refusalWords(actuator);
  if (MINIMUM_TIMES && actuator.deferred && actuator.held) return "it waits for its minimum time";
  if (INTERLOCKS && actuator.deferred) return "it waits for what it must not be on with";
  return "";
}
