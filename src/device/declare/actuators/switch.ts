// A switch: on or off, by the commands "on" and "off".
import type { Drivable } from "../../../reading/part.ts";
import type { Actuator } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD, type TwoStates } from "../../run/actuators/behaviour.ts";
import { isWord } from "../../run/actuators/own-word.ts";
import { shownValue } from "../../run/actuators/shown-value.ts";
import {
  type ActuatorDeclaration,
  type Confirmation,
  newDeclaration,
  type PolicyOptions,
  withConfirmation,
  withPolicies,
} from "./declaration.ts";

export interface SwitchOptions<Other extends string = string, Read extends string = string>
  extends PolicyOptions<"on" | "off", Other, Read> {
  /** The sensor that shows whether its part has followed; without one the state is what it was set to. */
  confirmedBy?: Confirmation<Other>;
}

/**
 * Declares a switch called `name`: an actuator that is on or off. It is not called after its kind alone:
 * `switch` is a word of TypeScript's own.
 */
export function powerSwitch<
  const Name extends string,
  const Other extends string = never,
  const Read extends string = never,
>(
  name: Name,
  part: Drivable,
  options?: SwitchOptions<Other, Read>,
): ActuatorDeclaration<Name, "on" | "off", Other | Read> {
  const given = options === undefined ? {} : options;
  const declaration = newDeclaration(name, "switch", part, ON_OFF, given);
  return withConfirmation(withPolicies(declaration, given, "on", 1), given.confirmedBy);
}

/** The states of everything that is on or off. */
export const OFF_ON: TwoStates = ["off", "on"];

/** How everything that is on or off behaves. */
export const ON_OFF: Behaviour = {
  understand,
  stateText,
  driveValue,
  allows,
  hasState: true,
  states: OFF_ON,
  refusesEarly: false,
};

function understand(_actuator: Actuator, payload: string): number {
  if (isWord(payload, "on")) return 1;
  return isWord(payload, "off") ? 0 : NOT_UNDERSTOOD;
}

function stateText(actuator: Actuator): string {
  return shownValue(actuator) !== 0 ? "on" : "off";
}

function driveValue(_declaration: ActuatorDeclaration, value: number): number {
  return value;
}

function allows(): string {
  return "the commands are on and off";
}
