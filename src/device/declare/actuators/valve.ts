// A valve: open or closed, and on its way between them where a sensor confirms it.
import { CONFIRMATIONS } from "../../../features.ts";
import type { Drivable } from "../../../reading/part.ts";
import { type Actuator, MOVING } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
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
import { type Positions, positionOf, withPositions } from "./positions.ts";

export interface ValveOptions<Other extends string = string, Read extends string = string>
  extends PolicyOptions<"open" | "closed", Other, Read> {
  /** The sensor at its end; without one the state is what it was set to. */
  confirmedBy?: Confirmation<Other>;
  /** Values for the part when closed and when open; 0 and 1 (default). */
  positions?: Positions<"open" | "closed">;
}

/**
 * Declares a valve called `name`: the commands are "open" and "close". It is closed at start unless it says
 * otherwise.
 */
export function valve<
  const Name extends string,
  const Other extends string = never,
  const Read extends string = never,
>(
  name: Name,
  part: Drivable,
  options?: ValveOptions<Other, Read>,
): ActuatorDeclaration<Name, "open" | "closed", Other | Read> {
  const given = options === undefined ? {} : options;
  const declaration = withPolicies(newDeclaration(name, "valve", part, VALVE, given), given, "open", 1);
  const positions = given.positions === undefined ? { closed: 0, open: 1 } : given.positions;
  return withConfirmation(withPositions(declaration, positions.closed, positions.open), given.confirmedBy);
}

const VALVE: Behaviour = {
  understand,
  stateText,
  driveValue: positionOf,
  allows,
  hasState: true,
  states: ["closed", "open"],
  refusesEarly: true,
};

function understand(_actuator: Actuator, payload: string): number {
  if (isWord(payload, "open")) return 1;
  // The state's own word as well.
  return isWord(payload, "close") || isWord(payload, "closed") ? 0 : NOT_UNDERSTOOD;
}

function stateText(actuator: Actuator): string {
  if (CONFIRMATIONS && actuator.phase === MOVING) return actuator.value === 0 ? "closing" : "opening";
  return shownValue(actuator) === 0 ? "closed" : "open";
}

function allows(): string {
  return "the commands are open and close";
}
