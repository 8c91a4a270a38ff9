// A text input: a text that people set, for a display or for who asks the broker. It drives nothing.
import { hasControl } from "../../../bytes/control-characters.ts";
import { isUtf8 } from "../../../bytes/well-formed.ts";
import { KEPT_STATES } from "../../../features.ts";
import type { Actuator } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
import { FORGETS, writeText } from "../../run/actuators/declared-actuator.ts";
import { valueOnly } from "../../run/actuators/parts-without-hardware.ts";
import { outdate } from "../../run/persisted-states.ts";
import { type ActuatorDeclaration, type ActuatorOptions, keepLast, newDeclaration } from "./declaration.ts";

export interface TextInputOptions extends ActuatorOptions {
  /** The fewest characters: 0 (default) takes an empty text, too. */
  minLength?: number;
  /** The most characters: 64 (default), at most 255. In bytes of UTF-8 it has at most 255, too. */
  maxLength?: number;
  /**
   * What Home Assistant lets people write, as a regular expression: "[0-9]*". Trap: the device takes any
   * text.
   */
  pattern?: string;
  /**
   * "password": Home Assistant shows dots. Trap: the text goes over the network in the clear, and to
   * everybody who may read it.
   */
  mode?: "text" | "password";
  /** The text at start, empty by default; "last": the one before, kept in the storage. */
  atStart?: string;
  /** The text before any was kept, when `atStart` is "last". */
  initial?: string;
}

export interface TextInputDeclaration<Name extends string = string>
  extends ActuatorDeclaration<Name, never, never> {
  kind: "text";
  options: TextInputOptions;
  /** In characters. */
  shortest: number;
  longest: number;
  ownText: NonNullable<ActuatorDeclaration["ownText"]>;
}

/** A text input while the device runs. Its value stays 0. */
interface RunningTextInput extends Actuator {
  declaration: TextInputDeclaration;
}

const USUAL_LONGEST = 64;
/** The most characters that fit into the packets and the ring of each board. */
const MOST_BYTES = 255;

/** Declares a text input called `name`: the command is the text. */
export function textInput<const Name extends string>(
  name: Name,
  options?: TextInputOptions,
): TextInputDeclaration<Name> {
  const given = options === undefined ? {} : options;
  const declaration = newDeclaration(
    name,
    "text",
    valueOnly(),
    TEXT_INPUT,
    given,
  ) as TextInputDeclaration<Name>;
  declaration.shortest = given.minLength === undefined ? 0 : given.minLength;
  declaration.longest = given.maxLength === undefined ? USUAL_LONGEST : given.maxLength;
  let text = given.initial === undefined ? "" : given.initial;
  if (given.atStart === "last") keepLast(declaration);
  else if (given.atStart !== undefined) text = given.atStart;
  declaration.ownText = { text, takes };
  return declaration;
}

const TEXT_INPUT: Behaviour = {
  understand,
  stateText,
  driveValue,
  allows,
  hasState: true,
  states: undefined,
  refusesEarly: false,
};

/** It has the text from then on. */
function understand(actuator: RunningTextInput, payload: string): number {
  const { declaration } = actuator;
  if (!takes(declaration, payload)) return NOT_UNDERSTOOD;
  const own = declaration.ownText;
  const isOther = payload !== own.text;
  writeText(own, payload);
  if (KEPT_STATES && isOther && declaration.keeping !== FORGETS) outdate(actuator.device.persistedStates);
  return 0;
}

function takes({ shortest, longest }: TextInputDeclaration, text: string): boolean {
  if (text.length > MOST_BYTES || hasControl(text) || !isUtf8(text)) return false;
  const characters = charactersIn(text);
  return characters >= shortest && characters <= longest;
}

/** Bytes of a character after its first are 0x80 to 0xbf. */
function charactersIn(text: string): number {
  let characters = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    if (byte < 0x80 || byte > 0xbf) characters += 1;
  }
  return characters;
}

function stateText(actuator: RunningTextInput): string {
  return actuator.declaration.ownText.text;
}

function driveValue(): number {
  return 0;
}

function allows({ shortest, longest }: TextInputDeclaration): string {
  const range = shortest + " to " + longest;
  return "the text has " + range + " characters in at most 255 bytes of UTF-8, and no control characters";
}
