// A select input: one of a few words, each of which drives the part to its own value.
import type { Drivable } from "../../../reading/part.ts";
import type { Actuator } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
import { startAt } from "../../run/actuators/declared-actuator.ts";
import {
  type ActuatorDeclaration,
  type ActuatorOptions,
  boundBy,
  keepLast,
  newDeclaration,
} from "./declaration.ts";

export interface SelectInputOptions<State extends string = string> extends ActuatorOptions {
  /** The words: the part is driven to 0 for the first, 1 for the second, and so on. */
  options: State[];
  /** The word at start, the first by default; "last": the one before, kept in the storage. */
  atStart?: string;
}

export interface SelectInputDeclaration<Name extends string = string, State extends string = string>
  extends ActuatorDeclaration<Name, State, never> {
  kind: "select";
  options: SelectInputOptions;
  /** The words, in the order of their values. */
  choices: string[];
}

/** A select input while the device runs. */
interface RunningSelectInput extends Actuator {
  declaration: SelectInputDeclaration;
}

/** Declares a select input called `name`. `valueOnly()` is a part that drives nothing. */
export function selectInput<const Name extends string, const State extends string>(
  name: Name,
  part: Drivable,
  options: SelectInputOptions<State>,
): SelectInputDeclaration<Name, State> {
  const declaration = newDeclaration(name, "select", part, SELECT_INPUT, options) as SelectInputDeclaration<
    Name,
    State
  >;
  declaration.choices = options.options;
  boundBy(declaration, 0, options.options.length - 1);
  if (options.atStart === "last") keepLast(declaration);
  else if (options.atStart !== undefined) startAt(declaration, placeOf(options.options, options.atStart));
  return declaration;
}

const SELECT_INPUT: Behaviour = {
  understand,
  stateText,
  driveValue,
  allows,
  hasState: true,
  states: undefined,
  valueOfWord,
  refusesEarly: false,
};

function understand(actuator: RunningSelectInput, payload: string): number {
  return placeOf(actuator.declaration.choices, payload);
}

function valueOfWord({ choices }: SelectInputDeclaration, word: string): number | undefined {
  const place = placeOf(choices, word);
  return place === NOT_UNDERSTOOD ? undefined : place;
}

/** The value of a word; `NOT_UNDERSTOOD` when it is none of them. */
function placeOf(choices: string[], word: string): number {
  for (let i = 0; i < choices.length; i++) {
    if (choices[i] === word) return i;
  }
  return NOT_UNDERSTOOD;
}

function stateText(actuator: RunningSelectInput): string {
  return actuator.declaration.choices[actuator.value] as string;
}

function driveValue(_declaration: ActuatorDeclaration, value: number): number {
  return value;
}

function allows({ choices }: SelectInputDeclaration): string {
  let words = "";
  for (const choice of choices) words = words + (words === "" ? "" : ", ") + choice;
  return "the options are " + words;
}
