// What the sentences of faults call things by.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";

/** The actuator, as its faults begin: `The lock "door"`. */
export function called({ kind, name }: ActuatorDeclaration): string {
  return `The ${kind} "${name}"`;
}
