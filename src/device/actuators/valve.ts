// A valve: open or closed, and on its way between them where a sensor confirms it.
import { CONFIRMATIONS } from "../../features.ts";
import type { Drivable } from "../../reading/part.ts";
import { type Actuator, MOVING } from "../actuator.ts";
import {
  type ActuatorDeclaration,
  type Behaviour,
  type Confirmation,
  declared,
  NOT_UNDERSTOOD,
  type PolicyOptions,
  withConfirmation,
  withPolicies,
} from "./declaration.ts";
import { isWord } from "./own-word.ts";
import { type Positions, positioned, withPositions } from "./positions.ts";
import { shownValue } from "./shown-value.ts";

export interface ValveOptions extends PolicyOptions<"open" | "closed"> {
  /** The sensor at its end; without one the state is what it was told. */
  confirmedBy?: Confirmation;
  /** What the part is driven to when closed and when open; 0 and 1 (default). */
  positions?: Positions<"open" | "closed">;
}

/** Declares a valve called `name`: the commands are "open" and "close". It is closed at start unless it says otherwise. */
export function valve(name: string, part: Drivable, options?: ValveOptions): ActuatorDeclaration {
  const given = options === undefined ? {} : options;
  const declaration = withPolicies(declared(name, "valve", part, VALVE, given), given, "open", 1);
  const positions = given.positions;
  if (positions !== undefined) withPositions(declaration, positions.closed, positions.open);
  return withConfirmation(declaration, given.confirmedBy);
}

const VALVE: Behaviour = { understand, say, driven: positioned, allows, tells: true };

function understand(_actuator: Actuator, payload: string): number {
  if (isWord(payload, "open")) return 1;
  return isWord(payload, "close") || isWord(payload, "closed") ? 0 : NOT_UNDERSTOOD;
}

function say(actuator: Actuator): string {
  if (CONFIRMATIONS && actuator.phase === MOVING) return actuator.value === 0 ? "closing" : "opening";
  return shownValue(actuator) === 0 ? "closed" : "open";
}

function allows(): string {
  return "the commands are open and close";
}
