// Faults of the conditions that keep an actuator at rest. On a computer only.

import { isWhole, LONGEST_MS } from "../arguments/bounds.ts";
import { isRecord } from "../arguments/given.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { WRITE_PAUSE_MS } from "../device/run/persisted-states.ts";
import { called, type Fault, fault } from "./fault.ts";

/** So many starts are kept at most: each takes its place in the memory and in the record. */
const MOST_TIMES = 50;

export function restingFaults(actuator: ActuatorDeclaration, all: readonly ActuatorDeclaration[]): Fault[] {
  return [...whileHeldBackFaults(actuator, all), ...atMostFaults(actuator)];
}

function whileHeldBackFaults(actuator: ActuatorDeclaration, all: readonly ActuatorDeclaration[]): Fault[] {
  const { options, minimumOff, rivals, startLimit } = actuator;
  if (!Object.hasOwn(options, "whileHeldBack")) return [];
  if (minimumOff > 0 || rivals.some((place) => (all[place]?.minimumOn ?? 0) > 0)) return [];
  const cure =
    startLimit === undefined
      ? "give it a minimumOff, or leave whileHeldBack out."
      : "leave it out: what is beyond atMost is always refused.";
  return [
    fault(
      actuator,
      "whileHeldBack",
      `${called(actuator)} has whileHeldBack, and no minimum time holds it in its rest; ${cure}`,
    ),
  ];
}

function atMostFaults(actuator: ActuatorDeclaration): Fault[] {
  const { startLimit } = actuator;
  if (startLimit === undefined) return [];
  const { times, within, today } = startLimit;
  if (!isWhole(times, 1, MOST_TIMES))
    return [
      fault(
        actuator,
        "atMost.times",
        `${called(actuator)} has atMost.times of ${times}; it is a whole number from 1 to ${MOST_TIMES}.`,
      ),
    ];
  if (today !== undefined) return bothFaults(actuator);
  if (within === undefined) {
    const sentence = `${called(actuator)} has neither within nor each in atMost; write within: hours(24), or each: "day".`;
    return [fault(actuator, "atMost", sentence)];
  }
  if (!isWhole(within / 1000, 1, LONGEST_MS / 1000))
    return [
      fault(
        actuator,
        "atMost.within",
        `${called(actuator)} has atMost.within of ${within} ms; it is whole seconds, at least one, at most 24 days.`,
      ),
    ];
  if (within >= times * WRITE_PAUSE_MS) return [];
  return [
    fault(
      actuator,
      "atMost",
      `${called(actuator)} may leave its rest ${times} times within ${within / 1000} s; each is written to the flash, which wears out: let ${(times * WRITE_PAUSE_MS) / 1000} s or more pass for so many.`,
    ),
  ];
}

/** Plain JavaScript may give both. */
function bothFaults(actuator: ActuatorDeclaration): Fault[] {
  const { atMost } = actuator.options as { atMost?: unknown };
  if (!isRecord(atMost) || !Object.hasOwn(atMost, "within")) return [];
  const sentence = `${called(actuator)} has both within and each in atMost; leave one of them out.`;
  return [fault(actuator, "atMost", sentence)];
}
