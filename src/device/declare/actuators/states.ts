// The words for an actuator's states, as rules and tools ask for them. On a device nobody does.
import { scaled } from "../../../bytes/fixed-point.ts";
import { NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
import type { ActuatorDeclaration, ActuatorKind } from "./declaration.ts";
import { isDimmable } from "./light.ts";
import { isNumberInput } from "./number-input.ts";
import { isSelectInput, placeOf, type SelectInputDeclaration } from "./select-input.ts";

type TwoStates = readonly [atRest: string, other: string];

const TWO_STATES: Readonly<Record<ActuatorKind, TwoStates | undefined>> = {
  switch: ["off", "on"],
  light: ["off", "on"],
  siren: ["off", "on"],
  lock: ["locked", "unlocked"],
  valve: ["closed", "open"],
  number: undefined,
  select: undefined,
  button: undefined,
};

/** The words for the two states of such a kind, the one at rest first; `undefined` where there are not two. */
export function twoStates(kind: ActuatorKind): TwoStates | undefined {
  return TWO_STATES[kind];
}

/** The value of a state, given in words or as a number; `undefined` when it has no such state. */
export function valueOfState(actuator: ActuatorDeclaration, state: number | string): number | undefined {
  const two = twoStates(actuator.kind);
  if (two !== undefined && state === two[0]) return 0;
  if (two !== undefined && state === two[1]) return actuator.mostValue;
  if (actuator.kind === "button") return state === "press" ? 1 : undefined;
  if (isSelectInput(actuator)) return typeof state === "string" ? placeOfWord(actuator, state) : undefined;
  if (typeof state !== "number" || !(isNumberInput(actuator) || isDimmable(actuator))) return undefined;
  const value = scaled(state, decimalsOf(actuator));
  return value < actuator.leastValue || value > actuator.mostValue ? undefined : value;
}

function placeOfWord({ choices }: SelectInputDeclaration, word: string): number | undefined {
  const place = placeOf(choices, word);
  return place === NOT_UNDERSTOOD ? undefined : place;
}

/** The decimals of an actuator's value: only a number has any. */
export function decimalsOf(actuator: ActuatorDeclaration): number {
  return isNumberInput(actuator) ? actuator.decimals : 0;
}
