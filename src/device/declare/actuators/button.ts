// A button: "press" drives its part for a moment. It has no state.
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import type { Drivable } from "../../../reading/part.ts";
import type { Actuator } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
import { isWord } from "../../run/actuators/own-word.ts";
import { type ActuatorDeclaration, type ActuatorOptions, limitTo, newDeclaration } from "./declaration.ts";
import { type RestingOptions, withRest } from "./resting.ts";

/** `minimumOff` is the shortest time that its part is off between two presses. */
export interface ButtonOptions extends ActuatorOptions, RestingOptions {
  /** Milliseconds that the part is on: 200 (default). A press in that time has no further effect. */
  pulse?: Milliseconds;
}

const PULSE_MS = 200;

/** Declares a button called `name`: the command is "press". */
export function button<const Name extends string>(
  name: Name,
  part: Drivable,
  options?: ButtonOptions,
): ActuatorDeclaration<Name, "press", never> {
  const given = options === undefined ? {} : options;
  const declaration = newDeclaration(name, "button", part, BUTTON, given);
  limitTo(declaration, given.pulse === undefined ? PULSE_MS : given.pulse);
  return withRest(declaration, given);
}

const BUTTON: Behaviour = {
  understand,
  stateText,
  driveValue,
  allows,
  hasState: false,
  states: undefined,
  valueOfWord,
  refusesEarly: true,
};

function understand(_actuator: Actuator, payload: string): number {
  return isWord(payload, "press") ? 1 : NOT_UNDERSTOOD;
}

/** Never published. */
function stateText(): string {
  return "";
}

function driveValue(_declaration: ActuatorDeclaration, value: number): number {
  return value;
}

function valueOfWord(_declaration: ActuatorDeclaration, word: string): number | undefined {
  return word === "press" ? 1 : undefined;
}

function allows(): string {
  return "the command is press";
}
