// A light: on or off, with a brightness of 1 to 255 where its part can be dimmed, and with red, green and
// blue of 0 to 255 each where its part takes a colour.
//
// "on" brings back the brightness and the colour that it had before it went off; it is white until it is
// given a colour. Both have topics of their own (topics.ts).

import { MOST_COLOUR, MOST_LEVEL } from "../../../bytes/colour.ts";
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import type { Drivable } from "../../../reading/part.ts";
import { type Actuator, levelOfOn } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
import { startColour } from "../../run/actuators/declared-actuator.ts";
import { isWord } from "../../run/actuators/own-word.ts";
import {
  type ActuatorDeclaration,
  boundBy,
  newDeclaration,
  type PolicyOptions,
  type TurnedOptions,
  turnBy,
  withPolicies,
} from "./declaration.ts";
import { OFF_ON, ON_OFF } from "./switch.ts";

export interface LightOptions<Other extends string = string, Read extends string = string>
  extends PolicyOptions<"on" | "off", Other, Read>,
    TurnedOptions {
  /** The time in which a brightness goes to its target, off included, up to a minute; at once by default. */
  ramp?: Milliseconds;
}

/** The change of a brightness by a step of a knob: 20 steps lead from off to full. */
const TURNED_STEP = 13;

/** Is it a light with a brightness, 1 to 255? */
export function isDimmable(declaration: ActuatorDeclaration): boolean {
  return declaration.dimmable;
}

/**
 * Declares a light called `name`: the commands are "on" and "off", and for a part that takes 0 to 255 a
 * brightness. One that takes 0 and 1 only, such as a relay, makes a light without brightness.
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
  boundBy(declaration, 0, part.most);
  turnBy(declaration, given.turnedBy, TURNED_STEP);
  if (given.ramp !== undefined) rampIn(declaration, given.ramp);
  return withPolicies(declaration, given, "on", part.most);
}

/** A part that takes a colour: one number of 24 bits, red first. 0 is dark. */
export interface ColorPart extends Drivable {
  most: typeof MOST_COLOUR;
}

/** Is it a light with a colour? */
export function isColoured(declaration: ActuatorDeclaration): boolean {
  return declaration.colour >= 0;
}

/**
 * Declares a light called `name` whose part takes a colour: the commands are "on" and "off", a brightness and
 * a colour.
 */
export function colorLight<
  const Name extends string,
  const Other extends string = never,
  const Read extends string = never,
>(
  name: Name,
  part: ColorPart,
  options?: LightOptions<Other, Read>,
): ActuatorDeclaration<Name, "on" | "off" | number, Other | Read> {
  const given = options === undefined ? {} : options;
  const declaration = newDeclaration(name, "light", part, COLOURED, given);
  declaration.dimmable = true;
  startColour(declaration, MOST_COLOUR);
  boundBy(declaration, 0, MOST_LEVEL);
  turnBy(declaration, given.turnedBy, TURNED_STEP);
  if (given.ramp !== undefined) rampIn(declaration, given.ramp);
  return withPolicies(declaration, given, "on", MOST_LEVEL);
}

function rampIn(declaration: ActuatorDeclaration, ms: number): void {
  declaration.ramp = { ms, at: 0, from: 0, to: 0, since: 0 };
}

const DIMMED: Behaviour = {
  understand,
  stateText,
  driveValue,
  allows,
  hasState: true,
  states: OFF_ON,
  refusesEarly: false,
};
const COLOURED: Behaviour = {
  understand,
  stateText,
  driveValue,
  allows: allowsColour,
  hasState: true,
  states: OFF_ON,
  refusesEarly: false,
};

function understand(actuator: Actuator, payload: string): number {
  if (isWord(payload, "on")) return levelOfOn(actuator);
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

function allowsColour(): string {
  return "the commands are on and off, the brightness is 0 to 255, the colour red,green,blue, each 0 to 255";
}
