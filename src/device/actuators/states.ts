// The words for an actuator's states, as rules and tools ask for them. On a device nobody does.
import { scaled } from "../../bytes/fixed-point.ts";
import type { ActuatorDeclaration, ActuatorKind } from "./declaration.ts";

/** The words for the two states of such a kind, the one at rest first; `undefined` where there are not two. */
export function twoStates(kind: ActuatorKind): [string, string] | undefined {
  if (kind === "switch" || kind === "siren" || kind === "light") return ["off", "on"];
  if (kind === "lock") return ["locked", "unlocked"];
  if (kind === "valve") return ["closed", "open"];
  return undefined;
}

/** The value of a state, given in words or as a number; `undefined` when it has no such state. */
export function valueOfState(actuator: ActuatorDeclaration, state: number | string): number | undefined {
  const two = twoStates(actuator.kind);
  if (two !== undefined && state === two[0]) return 0;
  if (two !== undefined && state === two[1]) return actuator.mostValue;
  if (actuator.kind === "button") return state === "press" ? 1 : undefined;
  for (let i = 0; i < actuator.choices.length; i++) {
    if (actuator.choices[i] === state) return i;
  }
  const isMeasure = actuator.kind === "number" || actuator.dimmable;
  if (!isMeasure || typeof state !== "number") return undefined;
  const value = scaled(state, actuator.numberDecimals);
  return value < actuator.leastValue || value > actuator.mostValue ? undefined : value;
}
