// A select: one of a few words, each of which brings the part to its own value.
import type { Drivable } from "../../reading/part.ts";
import type { Actuator } from "../actuator.ts";
import {
  type ActuatorDeclaration,
  type ActuatorOptions,
  type Behaviour,
  declared,
  LAST,
  NOT_UNDERSTOOD,
} from "./declaration.ts";

export interface SelectOptions extends ActuatorOptions {
  /** The words: the part is driven to 0 for the first, 1 for the second, and so on. */
  options: string[];
  /** The one at start, the first by default; "last": the one before, kept in the storage. */
  atStart?: string;
}

/** Declares a select called `name`. `valueOnly()` is a part that nothing is driven by. */
export function select(name: string, part: Drivable, options: SelectOptions): ActuatorDeclaration {
  const declaration = declared(name, "select", part, SELECT, options);
  declaration.choices = options.options;
  declaration.mostValue = options.options.length - 1;
  if (options.atStart === "last") declaration.keeping = LAST;
  else if (options.atStart !== undefined) declaration.startValue = placeOf(options.options, options.atStart);
  return declaration;
}

const SELECT: Behaviour = { understand, say, driven, allows, tells: true };

function understand(actuator: Actuator, payload: string): number {
  return placeOf(actuator.declared.choices, payload);
}

function placeOf(choices: string[], word: string): number {
  for (let i = 0; i < choices.length; i++) {
    if (choices[i] === word) return i;
  }
  return NOT_UNDERSTOOD;
}

function say(actuator: Actuator): string {
  return actuator.declared.choices[actuator.value] as string;
}

function driven(_declaration: ActuatorDeclaration, value: number): number {
  return value;
}

function allows({ choices }: ActuatorDeclaration): string {
  let words = "";
  for (const choice of choices) words = words + (words === "" ? "" : ", ") + choice;
  return "the options are " + words;
}
