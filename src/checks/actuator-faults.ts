// What is wrong with the actuators of a declaration. On a computer only.

import { nearestName } from "../arguments/nearest-name.ts";
import { MOST_COLOUR } from "../bytes/colour.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { isColoured } from "../device/declare/actuators/light.ts";
import { isNumberInput } from "../device/declare/actuators/number-input.ts";
import { isPositioned, type PositionedDeclaration } from "../device/declare/actuators/positions.ts";
import { isSelectInput } from "../device/declare/actuators/select-input.ts";
import { twoStates } from "../device/declare/actuators/states.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { readingOf } from "../device/declare/wanted-reading.ts";
import { isWhole, LONGEST_MS } from "./bounds.ts";
import { called, type Fault, fault } from "./fault.ts";
import { numberInputFaults } from "./number-input-faults.ts";
import { permissionFaults } from "./permission-faults.ts";
import { restingFaults } from "./resting-faults.ts";
import { selectInputFaults } from "./select-input-faults.ts";

const LEAST_OFFLINE_MS = 1000;
const LONGEST_RAMP_MS = 60_000;
const BRIGHTEST = 255;
const TAKES_COLOUR = "has a part that takes a colour; declare it with colorLight, which gives it one.";
const TAKES_NO_COLOUR =
  "has a part that takes no colour; give colorLight one that does, as rgbLight, or declare it with light.";

export function actuatorFaults(
  actuators: readonly ActuatorDeclaration[],
  sensors: readonly SensorDeclaration[],
): Fault[] {
  return actuators.flatMap((one) => [
    ...partFaults(one),
    ...turningFaults(one),
    ...rampFaults(one),
    ...timeFaults(one),
    ...restingFaults(one, actuators),
    ...interlockFaults(one, actuators),
    ...permissionFaults(one, sensors, actuators),
    ...confirmationFaults(one, sensors),
    ...(isPositioned(one) ? positionFaults(one) : []),
    ...(isNumberInput(one) ? numberInputFaults(one) : []),
    ...(isSelectInput(one) ? selectInputFaults(one) : []),
  ]);
}

function partFaults(actuator: ActuatorDeclaration): Fault[] {
  const { kind, part } = actuator;
  const isColour = part.most === MOST_COLOUR;
  if (kind === "light" && isColour !== isColoured(actuator))
    return [fault(actuator, "", `${called(actuator)} ${isColour ? TAKES_COLOUR : TAKES_NO_COLOUR}`)];
  if (kind !== "light" || isColour || part.most === 1 || part.most === BRIGHTEST) return [];
  return [
    fault(
      actuator,
      "",
      `${called(actuator)} has a part that takes 0 to ${part.most}; a light's takes 0 and 1, or 0 to 255.`,
    ),
  ];
}

function turningFaults(actuator: ActuatorDeclaration): Fault[] {
  if (actuator.turning === undefined || actuator.mostValue - actuator.leastValue > 1) return [];
  if (actuator.kind !== "light") return [];
  const sentence = `${called(actuator)} is turned by a knob, and its part is on or off; give it a part with a brightness, or leave turnedBy out.`;
  return [fault(actuator, "turnedBy", sentence)];
}

function rampFaults(actuator: ActuatorDeclaration): Fault[] {
  const { ramp, dimmable } = actuator;
  if (ramp === undefined) return [];
  if (!dimmable)
    return [
      fault(
        actuator,
        "ramp",
        `${called(actuator)} has a ramp, and its part is on or off; give it a part with a brightness, or leave ramp out.`,
      ),
    ];
  if (isWhole(ramp.ms, 1, LONGEST_RAMP_MS)) return [];
  return [
    fault(
      actuator,
      "ramp",
      `${called(actuator)} has a ramp of ${ramp.ms} ms; it is whole milliseconds from 1 to 60000, a minute; leave it out for none.`,
    ),
  ];
}

function positionFaults(actuator: PositionedDeclaration): Fault[] {
  const { kind, part, restDrive, activeDrive } = actuator;
  const { least = 0 } = part;
  const states = twoStates(kind) ?? [];
  return [restDrive, activeDrive].flatMap((one, i) => {
    const sentence = `${called(actuator)} has the position ${one}; its part takes whole numbers from ${least} to ${part.most}.`;
    const isWithin = isWhole(one, least, Math.max(1, part.most));
    return isWithin ? [] : [fault(actuator, `positions.${states[i]}`, sentence)];
  });
}

function timeFaults(actuator: ActuatorDeclaration): Fault[] {
  const { minimumOn, minimumOff, maximumOn, offlineAfter, kind } = actuator;
  const faults: Fault[] = [];
  const add = (option: string, sentence: string) => faults.push(fault(actuator, option, sentence));
  const isAutoLock = kind === "lock" && !Object.hasOwn(actuator.options, "maximumOn");
  const longestOption = kind === "button" ? "pulse" : isAutoLock ? "autoLock" : "maximumOn";
  const times = [
    { option: "minimumOn", ms: minimumOn },
    { option: "minimumOff", ms: minimumOff },
    { option: longestOption, ms: maximumOn, ...(kind === "lock" && { shown: "autoLock or maximumOn" }) },
    { option: "whenOffline.after", ms: offlineAfter },
  ];
  for (const { option, ms, shown = option } of times) {
    const sentence = `${called(actuator)} has ${shown} of ${ms} ms; it is whole milliseconds, at most 24 days, or 0 for none.`;
    if (!isWhole(ms, 0, LONGEST_MS)) add(option, sentence);
  }
  if (kind === "button" && maximumOn === 0)
    add("pulse", `${called(actuator)} has a pulse of 0 ms; its part would never be off again.`);
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
  const other = all.find((one) => one.name === name);
  if (other === undefined)
    return [
      `${called(actuator)} names "${name}" in notWith: there is no such actuator${nearestName(name, namesOf(all))}`,
    ];
  if (twoStates(other.kind) === undefined)
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
