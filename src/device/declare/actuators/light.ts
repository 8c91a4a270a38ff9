// A light: on or off, and with a brightness of 1 to 255 where its part can be dimmed.
//
// "on" brings back the brightness that it had before it went off. The brightness has topics of its own (topics.ts).
import type { Drivable } from "../../../reading/part.ts";
import type { Actuator } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
import { isWord } from "../../run/actuators/own-word.ts";
import {
  type ActuatorDeclaration,
  newDeclaration,
  type PolicyOptions,
  setBounds,
  withPolicies,
} from "./declaration.ts";
import { ON_OFF } from "./switch.ts";

export type LightOptions<Other extends string = string, Read extends string = string> = PolicyOptions<
  "on" | "off",
  Other,
  Read
>;

/** Is it a light with a brightness, 1 to 255? */
export function isDimmable(declaration: ActuatorDeclaration): boolean {
  return declaration.dimmable;
}

/**
 * Declares a light called `name`: the commands are "on" and "off", and for a part that takes 0 to 255 a brightness. One
 * that takes 0 and 1 only, such as a relay, makes a light without brightness.
 */
export function light<
  const Name extends string,
  const Other extends string = never,
  const Read extends string = never,
>(
  name: Name,
  part: Drivable,
  options?: LightOptions<Other, Read>,
): ActuatorDeclaration<Name, "on" | "off" | number, Other | Read> {
  const given = options === undefined ? {} : options;
  const dimmable = part.most > 1;
  const declaration = newDeclaration(name, "light", part, dimmable ? DIMMED : ON_OFF, given);
  declaration.dimmable = dimmable;
  setBounds(declaration, 0, part.most);
  return withPolicies(declaration, given, "on", part.most);
}

const DIMMED: Behaviour = { understand, stateText, driveValue, allows, hasState: true };

function understand(actuator: Actuator, payload: string): number {
  if (isWord(payload, "on")) return actuator.level;
  return isWord(payload, "off") ? 0 : NOT_UNDERSTOOD;
}

function stateText(actuator: Actuator): string {
  return actuator.value !== 0 ? "on" : "off";
}

function driveValue(_declaration: ActuatorDeclaration, value: number): number {
  return value;
}

function allows(): string {
  return "the commands are on and off, the brightness is 0 to 255";
}
