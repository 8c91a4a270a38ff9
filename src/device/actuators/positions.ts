// Positions: what a part is driven to at rest and out of it, where that is not 0 and 1 (a servo's degrees).
import type { ActuatorDeclaration } from "./declaration.ts";

/** What the part is driven to in each state. */
export type Positions<State extends string> = Record<State, number>;

/** Puts the positions into a declaration. */
export function withPositions(declaration: ActuatorDeclaration, rest: number, active: number): void {
  declaration.restDrive = rest;
  declaration.activeDrive = active;
}

/** What the part is driven to for a value. */
export function positioned(declaration: ActuatorDeclaration, value: number): number {
  return value === 0 ? declaration.restDrive : declaration.activeDrive;
}
