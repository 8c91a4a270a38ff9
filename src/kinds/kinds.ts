// The kinds of actuators, each a record in a file of its own. On a computer only.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { BUTTON } from "./button.ts";
import { DURATION_INPUT } from "./duration-input.ts";
import type { Kind } from "./kind.ts";
import { LIGHT } from "./light.ts";
import { LOCK } from "./lock.ts";
import { NUMBER_INPUT } from "./number-input.ts";
import { SELECT_INPUT } from "./select-input.ts";
import { SIREN } from "./siren.ts";
import { SWITCH } from "./switch.ts";
import { TEXT_INPUT } from "./text-input.ts";
import { TIME_INPUT } from "./time-input.ts";
import { VALVE } from "./valve.ts";

/**
 * By the `kind` of their declarations, which is what Home Assistant calls the platform where the record names
 * no other.
 */
export const KINDS: Readonly<Record<string, Kind>> = {
  switch: SWITCH,
  light: LIGHT,
  lock: LOCK,
  valve: VALVE,
  siren: SIREN,
  number: NUMBER_INPUT,
  duration: DURATION_INPUT,
  select: SELECT_INPUT,
  text: TEXT_INPUT,
  time: TIME_INPUT,
  button: BUTTON,
};

/** What is known of the kind of an actuator. */
export function kindOf({ kind }: Pick<ActuatorDeclaration, "kind">): Kind {
  const known = KINDS[kind];
  if (known === undefined) throw new Error(`No record in src/kinds is of the kind "${kind}".`);
  return known;
}
