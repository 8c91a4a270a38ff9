// The value that an actuator shows: where a sensor confirms it, what it was set to counts when it has come
// about.
import { CONFIRMATIONS } from "../../../features.ts";
import { type Actuator, SETTLED } from "../actuator.ts";

/** 0 is at rest. Until its part has followed, the state is the one before. */
export function shownValue(actuator: Actuator): number {
  if (!CONFIRMATIONS || actuator.phase === SETTLED) return actuator.value;
  return actuator.value === 0 ? 1 : 0;
}
