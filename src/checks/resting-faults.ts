// What is wrong with what keeps an actuator in its rest. On a computer only.
import type { ActuatorDeclaration } from "../device/actuators/declaration.ts";
import { called } from "./called.ts";
import { type Fault, fault } from "./fault.ts";

export function restingFaults(actuator: ActuatorDeclaration, all: readonly ActuatorDeclaration[]): Fault[] {
  const { options, minimumOff, rivals } = actuator;
  if (!Object.hasOwn(options, "whileHeldBack")) return [];
  if (minimumOff > 0 || rivals.some((place) => (all[place]?.minimumOn ?? 0) > 0)) return [];
  return [
    fault(
      actuator,
      "whileHeldBack",
      `${called(actuator)} has whileHeldBack, and no minimum time holds it in its rest; give it a minimumOff, or leave whileHeldBack out.`,
    ),
  ];
}
