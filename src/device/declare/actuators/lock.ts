// A lock: locked or unlocked, on its way between them, or jammed.
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import { CONFIRMATIONS } from "../../../features.ts";
import type { Drivable } from "../../../reading/part.ts";
import { type Actuator, SETTLED, STUCK } from "../../run/actuator.ts";
import { type Behaviour, NOT_UNDERSTOOD } from "../../run/actuators/behaviour.ts";
import { isWord } from "../../run/actuators/own-word.ts";
import {
  type ActuatorDeclaration,
  type Confirmation,
  limitTo,
  newDeclaration,
  type PolicyOptions,
  withConfirmation,
  withPolicies,
} from "./declaration.ts";
import { type Positions, positionOf, withPositions } from "./positions.ts";

export interface LockOptions<Other extends string = string, Read extends string = string>
  extends PolicyOptions<"locked" | "unlocked", Other, Read> {
  /** The sensor on the bolt or the door; without one the state is what it was set to. */
  confirmedBy?: Confirmation<Other>;
  /** Milliseconds after which it locks by itself: a lock's name for `maximumOn`. */
  autoLock?: Milliseconds;
  /** Values for the part when locked and when unlocked, such as a servo's degrees; 0 and 1 (default). */
  positions?: Positions<"locked" | "unlocked">;
}

/**
 * Declares a lock called `name`: the commands are "lock" and "unlock". It is locked at start unless
 * `atStart` says otherwise.
 */
export function lock<
  const Name extends string,
  const Other extends string = never,
  const Read extends string = never,
>(
  name: Name,
  part: Drivable,
  options?: LockOptions<Other, Read>,
): ActuatorDeclaration<Name, "locked" | "unlocked", Other | Read> {
  const given = options === undefined ? {} : options;
  const declaration = withPolicies(newDeclaration(name, "lock", part, LOCK, given), given, "unlocked", 1);
  if (given.autoLock !== undefined) limitTo(declaration, given.autoLock);
  const positions = given.positions === undefined ? { locked: 0, unlocked: 1 } : given.positions;
  return withConfirmation(
    withPositions(declaration, positions.locked, positions.unlocked),
    given.confirmedBy,
  );
}

const LOCK: Behaviour = {
  understand,
  stateText,
  driveValue: positionOf,
  allows,
  hasState: true,
  states: ["locked", "unlocked"],
  refusesEarly: true,
};

function understand(_actuator: Actuator, payload: string): number {
  if (isWord(payload, "unlock") || isWord(payload, "unlocked")) return 1;
  return isWord(payload, "lock") || isWord(payload, "locked") ? 0 : NOT_UNDERSTOOD;
}

function stateText(actuator: Actuator): string {
  if (CONFIRMATIONS && actuator.phase === STUCK) return "jammed";
  if (CONFIRMATIONS && actuator.phase !== SETTLED) return actuator.value === 0 ? "locking" : "unlocking";
  return actuator.value === 0 ? "locked" : "unlocked";
}

function allows(): string {
  return "the commands are lock and unlock";
}
