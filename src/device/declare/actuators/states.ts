// The words for an actuator's states, as rules and tools ask for them. On a device nobody does.
import { scaled } from "../../../bytes/fixed-point.ts";
import type { TwoStates } from "../../run/actuators/behaviour.ts";
import type { ActuatorDeclaration } from "./declaration.ts";
import { isDimmable } from "./light.ts";
import { hasNumber } from "./number-input.ts";

/**
 * The words for the two states of an actuator, the one at rest first; `undefined` where it has other than
 * two.
 */
export function twoStates({ behaviour }: ActuatorDeclaration): TwoStates | undefined {
  return behaviour.states;
}

/** The value of a state, given in words or as a number; `undefined` when it has no such state. */
export function valueOfState(actuator: ActuatorDeclaration, state: number | string): number | undefined {
  const { states, valueOfWord } = actuator.behaviour;
  if (states !== undefined && state === states[0]) return 0;
  if (states !== undefined && state === states[1]) return actuator.mostValue;
  if (typeof state === "string") return valueOfWord === undefined ? undefined : valueOfWord(actuator, state);
  if (!(hasNumber(actuator) || isDimmable(actuator))) return undefined;
  const value = scaled(state, decimalsOf(actuator));
  return value < actuator.leastValue || value > actuator.mostValue ? undefined : value;
}

/** The decimals of an actuator's value: only a number has any. */
export function decimalsOf(actuator: ActuatorDeclaration): number {
  return hasNumber(actuator) ? actuator.decimals : 0;
}
