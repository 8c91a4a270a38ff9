// Positions: values for a part at rest and out of it, where these are not 0 and 1 (a servo's degrees).
import type { ActuatorDeclaration } from "./declaration.ts";

/** Positions of a lock or a valve. */
export interface PositionedDeclaration extends ActuatorDeclaration {
  /** Values for the part at rest, and out of it. */
  restDrive: number;
  activeDrive: number;
}

/** The value for the part in each state. */
export type Positions<State extends string> = Record<State, number>;

/** Puts the positions into a declaration. */
export function withPositions<Declared extends ActuatorDeclaration>(
  declaration: Declared,
  rest: number,
  active: number,
): Declared {
  const withBoth: ActuatorDeclaration = declaration;
  (withBoth as PositionedDeclaration).restDrive = rest;
  (withBoth as PositionedDeclaration).activeDrive = active;
  return declaration;
}

/** The value for the part that belongs to a value. */
export function positionOf(declaration: PositionedDeclaration, value: number): number {
  return value === 0 ? declaration.restDrive : declaration.activeDrive;
}
