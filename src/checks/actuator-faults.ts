// Faults of a declaration's actuators. On a computer only.

import { isWhole, LONGEST_MS } from "../arguments/bounds.ts";
import { nearestName } from "../arguments/nearest-name.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { twoStates } from "../device/declare/actuators/states.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { readingOf } from "../device/declare/wanted-reading.ts";
import { kindOf } from "../kinds/kinds.ts";
import { called, type Fault, fault } from "./fault.ts";
import { permissionFaults } from "./permission-faults.ts";
import { restingFaults } from "./resting-faults.ts";

const LEAST_OFFLINE_MS = 1000;
const LONGEST_TIME = { option: "maximumOn", shown: "maximumOn" };

export function actuatorFaults(
  actuators: readonly ActuatorDeclaration[],
  sensors: readonly SensorDeclaration[],
): Fault[] {
  return actuators.flatMap((actuator) => [
    ...kindFaults(actuator),
    ...timeFaults(actuator),
    ...restingFaults(actuator, actuators),
    ...interlockFaults(actuator, actuators),
    ...permissionFaults(actuator, sensors, actuators),
    ...confirmationFaults(actuator, sensors),
  ]);
}

function kindFaults(actuator: ActuatorDeclaration): Fault[] {
  const wrong = kindOf(actuator).faults?.(actuator) ?? [];
  return wrong.map(({ option, sentence }) => fault(actuator, option, `${called(actuator)} ${sentence}`));
}

function timeFaults(actuator: ActuatorDeclaration): Fault[] {
  const { minimumOn, minimumOff, maximumOn, offlineAfter } = actuator;
  const faults: Fault[] = [];
  const add = (option: string, sentence: string) => faults.push(fault(actuator, option, sentence));
  const longest = kindOf(actuator).longestTime?.(actuator) ?? LONGEST_TIME;
  const times: readonly { option: string; ms: number; shown?: string }[] = [
    { option: "minimumOn", ms: minimumOn },
    { option: "minimumOff", ms: minimumOff },
    { ...longest, ms: maximumOn },
    { option: "whenOffline.after", ms: offlineAfter },
  ];
  for (const { option, ms, shown = option } of times) {
    const sentence = `${called(actuator)} has ${shown} of ${ms} ms; it is whole milliseconds, at most 24 days, or 0 for none.`;
    if (!isWhole(ms, 0, LONGEST_MS)) add(option, sentence);
  }
  if (maximumOn > 0 && minimumOn > maximumOn)
    add(
      "minimumOn",
      `${called(actuator)} stays on for ${minimumOn} ms at least and for ${maximumOn} ms at most; the least is the smaller one.`,
    );
  if (offlineAfter > 0 && offlineAfter < LEAST_OFFLINE_MS)
    add(
      "whenOffline.after",
      `${called(actuator)} has whenOffline.after of ${offlineAfter} ms; it is a second or more.`,
    );
  return faults;
}

function interlockFaults(actuator: ActuatorDeclaration, all: readonly ActuatorDeclaration[]): Fault[] {
  return actuator.notWith.flatMap((name, i) =>
    interlockSentences(actuator, name, all).map((sentence) => fault(actuator, `notWith.${i}`, sentence)),
  );
}

function interlockSentences(
  actuator: ActuatorDeclaration,
  name: string,
  all: readonly ActuatorDeclaration[],
): string[] {
  if (name === actuator.name)
    return [`${called(actuator)} is not to be on together with itself; name the other one in notWith.`];
  const other = all.find((rival) => rival.name === name);
  if (other === undefined)
    return [
      `${called(actuator)} names "${name}" in notWith: there is no such actuator${nearestName(name, namesOf(all))}`,
    ];
  if (twoStates(other) === undefined)
    return [`${called(actuator)} names "${name}" in notWith; a ${other.kind} has no state at rest.`];
  if (actuator.startValue !== 0 && other.startValue !== 0)
    return [
      `${called(actuator)} and "${name}" both start on, and are not to be on together; let one start at rest.`,
    ];
  return [];
}

function namesOf(list: readonly { name: string }[]): string[] {
  return list.map(({ name }) => name);
}

function confirmationFaults(actuator: ActuatorDeclaration, sensors: readonly SensorDeclaration[]): Fault[] {
  const faultOf = (option: string, sentence: string) => [fault(actuator, `confirmedBy.${option}`, sentence)];
  const { confirmedBy, witnessWithin } = actuator;
  if (confirmedBy === undefined) return [];
  const sensor = sensors.find(({ name }) => name === confirmedBy.sensor);
  if (sensor === undefined)
    return faultOf(
      "sensor",
      `${called(actuator)} is confirmed by "${confirmedBy.sensor}": there is no such sensor${nearestName(confirmedBy.sensor, namesOf(sensors))}`,
    );
  const { atRest = 1 } = confirmedBy;
  const { every, states } = sensor.options;
  if (!isWhole(witnessWithin, 1, LONGEST_MS))
    return faultOf(
      "within",
      `${called(actuator)} is confirmed within ${witnessWithin} ms; it is whole milliseconds above 0.`,
    );
  if (!sensor.quantity.part.watched && every >= witnessWithin)
    return faultOf(
      "within",
      `${called(actuator)} is confirmed within ${witnessWithin} ms by a sensor that is sampled every ${every} ms; sample it more often, or wait longer.`,
    );
  if (readingOf(sensor, atRest) === undefined)
    return faultOf(
      "atRest",
      `${called(actuator)} is at rest when "${sensor.name}" says "${atRest}", which it never does; it says ${wordsOf(states)}.`,
    );
  return [];
}

/** The words of a sensor's states, or that it has none. */
export function wordsOf(states: readonly string[] | undefined): string {
  return states === undefined ? "numbers" : states.join(", ");
}
