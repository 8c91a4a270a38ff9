// The fault of an actuator, or what it waits for, in words for the problem topic; "" is no fault.
import { INTERLOCKS, MINIMUM_TIMES, ONLY_WHILE } from "../../features.ts";
import { type Actuator, STUCK } from "./actuator.ts";
import { MISUNDERSTOOD } from "./command.ts";
import { lacksPermission } from "./permission.ts";
import { earlyWords, isToldOf } from "./refusal.ts";

/** Its part does not follow. @cold */
export function stuckWords(actuator: Actuator): string {
  return actuator.phase === STUCK ? "it did not do what it was told" : "";
}

/** Something asks for a state that its sensors forbid. @cold */
export function missedWords(actuator: Actuator): string {
  return lacksPermission(actuator) ? actuator.declaration.permissionWords : "";
}

/**
 * The last command was not understood. While its sensors or its times forbid something, that is reported by
 * itself. @cold
 */
export function misunderstoodWords({ refusalWords }: Actuator): string {
  return refusalWords.substring(0, MISUNDERSTOOD.length) === MISUNDERSTOOD ? refusalWords : "";
}

/** A command or a rule came too early, and is not done later. @cold */
export function tooEarlyWords(actuator: Actuator): string {
  return isToldOf(actuator) ? earlyWords(actuator) : "";
}

/** A command waits. A command that its sensors forbid waits for nothing else. @cold */
export function waitingWords(actuator: Actuator): string {
  if (!actuator.deferred || (ONLY_WHILE && lacksPermission(actuator))) return "";
  if (MINIMUM_TIMES && actuator.held) return "it waits for its minimum time";
  return INTERLOCKS ? "it waits for what it must not be on with" : "";
}
