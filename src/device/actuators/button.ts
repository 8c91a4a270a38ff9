// A button: "press" drives its part for a moment. It has no state to tell.
import type { Drivable } from "../../reading/part.ts";
import type { Actuator } from "../actuator.ts";
import {
  type ActuatorDeclaration,
  type ActuatorOptions,
  type Behaviour,
  declared,
  NOT_UNDERSTOOD,
} from "./declaration.ts";
import { isWord } from "./own-word.ts";

export interface ButtonOptions extends ActuatorOptions {
  /** Milliseconds that the part is on for: 200 (default). A press in that time does nothing more. */
  pulse?: number;
}

const PULSE_MS = 200;

/** Declares a button called `name`: the command is "press". */
export function button(name: string, part: Drivable, options?: ButtonOptions): ActuatorDeclaration {
  const given = options === undefined ? {} : options;
  const declaration = declared(name, "button", part, BUTTON, given);
  declaration.maximumOn = given.pulse === undefined ? PULSE_MS : given.pulse;
  return declaration;
}

const BUTTON: Behaviour = { understand, say, driven, allows, tells: false };

function understand(_actuator: Actuator, payload: string): number {
  return isWord(payload, "press") ? 1 : NOT_UNDERSTOOD;
}

/** Never published. */
function say(): string {
  return "";
}

function driven(_declaration: ActuatorDeclaration, value: number): number {
  return value;
}

function allows(): string {
  return "the command is press";
}
