// What is wrong with the actuators of a declaration: one sentence for each fault. On a computer only.
import type { ActuatorDeclaration } from "./actuators/declaration.ts";
import type { NumberOptions } from "./actuators/number.ts";
import type { SelectOptions } from "./actuators/select.ts";
import { twoStates } from "./actuators/states.ts";
import { nearestName } from "./nearest-name.ts";
import { readingOf } from "./resolve.ts";
import type { SensorDeclaration } from "./sensor.ts";

/** Longest time of a policy or a rule: 24 days, within the clock's round. */
export const LONGEST_MS = 24 * 86_400_000;
const LEAST_OFFLINE_MS = 1000;
const MOST_DIGITS = 99_999;
const LONGEST_OPTION = 64;
const BRIGHTEST = 255;

/** One sentence for each fault. */
export function actuatorFaults(
  actuators: readonly ActuatorDeclaration[],
  sensors: readonly SensorDeclaration[],
): string[] {
  return actuators.flatMap((one) => [
    ...partFaults(one),
    ...timeFaults(one),
    ...interlockFaults(one, actuators),
    ...confirmationFaults(one, sensors),
    ...(one.kind === "number" ? numberFaults(one) : []),
    ...(one.kind === "select" ? selectFaults(one) : []),
  ]);
}

/** The actuator, as its faults begin: `The lock "door"`. */
export function called({ kind, name }: ActuatorDeclaration): string {
  return `The ${kind} "${name}"`;
}

function partFaults(actuator: ActuatorDeclaration): string[] {
  const { kind, part, restDrive, activeDrive } = actuator;
  if (kind === "light" && part.most !== 1 && part.most !== BRIGHTEST)
    return [
      `${called(actuator)} has a part that takes 0 to ${part.most}; a light's takes 0 and 1, or 0 to 255.`,
    ];
  const outside = [restDrive, activeDrive].filter((one) => !isWhole(one, 0, Math.max(1, part.most)));
  return outside.map(
    (one) =>
      `${called(actuator)} has the position ${one}; its part takes whole numbers from 0 to ${part.most}.`,
  );
}

function timeFaults(actuator: ActuatorDeclaration): string[] {
  const { minimumOn, minimumOff, maximumOn, offlineAfter, kind } = actuator;
  const faults: string[] = [];
  const limit = kind === "button" ? "pulse" : kind === "lock" ? "autoLock or maximumOn" : "maximumOn";
  const times = { minimumOn, minimumOff, [limit]: maximumOn, "whenOffline.after": offlineAfter };
  for (const [option, ms] of Object.entries(times)) {
    if (!isWhole(ms, 0, LONGEST_MS))
      faults.push(
        `${called(actuator)} has ${option} of ${ms} ms; it is whole milliseconds, at most 24 days, or 0 for none.`,
      );
  }
  if (kind === "button" && maximumOn === 0)
    faults.push(`${called(actuator)} has a pulse of 0 ms; its part would never be off again.`);
  if (maximumOn > 0 && minimumOn > maximumOn)
    faults.push(
      `${called(actuator)} stays on for ${minimumOn} ms at least and for ${maximumOn} ms at most; the least is the smaller one.`,
    );
  if (offlineAfter > 0 && offlineAfter < LEAST_OFFLINE_MS)
    faults.push(`${called(actuator)} has whenOffline.after of ${offlineAfter} ms; it is a second or more.`);
  return faults;
}

function interlockFaults(actuator: ActuatorDeclaration, all: readonly ActuatorDeclaration[]): string[] {
  return actuator.notWith.flatMap((name) => {
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
  });
}

function namesOf(list: readonly { name: string }[]): string[] {
  return list.map(({ name }) => name);
}

function confirmationFaults(actuator: ActuatorDeclaration, sensors: readonly SensorDeclaration[]): string[] {
  const { confirmedBy, witnessWithin } = actuator;
  if (confirmedBy === undefined) return [];
  const sensor = sensors.find(({ name }) => name === confirmedBy.sensor);
  if (sensor === undefined)
    return [
      `${called(actuator)} is confirmed by "${confirmedBy.sensor}": there is no such sensor${nearestName(confirmedBy.sensor, namesOf(sensors))}`,
    ];
  const { atRest = 1 } = confirmedBy;
  const { every, states } = sensor.options;
  if (!isWhole(witnessWithin, 1, LONGEST_MS))
    return [`${called(actuator)} is confirmed within ${witnessWithin} ms; it is whole milliseconds above 0.`];
  if (!sensor.quantity.part.watched && every >= witnessWithin)
    return [
      `${called(actuator)} is confirmed within ${witnessWithin} ms by a sensor that is sampled every ${every} ms; sample it more often, or wait longer.`,
    ];
  if (readingOf(sensor, atRest) === undefined)
    return [
      `${called(actuator)} is at rest when "${sensor.name}" says "${atRest}", which it never does; it says ${wordsOf(states)}.`,
    ];
  return [];
}

/** The words of a sensor's states, or that it has none. */
export function wordsOf(states: readonly string[] | undefined): string {
  return states === undefined ? "numbers" : states.join(", ");
}

function numberFaults(actuator: ActuatorDeclaration): string[] {
  const { min, max, step = 1, atStart, initial } = actuator.presentation as NumberOptions;
  const { leastValue, mostValue, numberStep, numberDecimals, part } = actuator;
  if (!(min < max))
    return [`${called(actuator)} is from ${min} to ${max}; the least is smaller than the greatest.`];
  if (Math.abs(min) > MOST_DIGITS || Math.abs(max) > MOST_DIGITS)
    return [`${called(actuator)} is from ${min} to ${max}; five digits before the point are the most.`];
  if (!(step > 0) || numberStep === 0)
    return [`${called(actuator)} has a step of ${step}; it is 0.0001 or more.`];
  if ([min, max, step].some((one) => !isExact(one, numberDecimals)))
    return [`${called(actuator)} is from ${min} to ${max} by ${step}; four decimals are the most.`];
  if ((mostValue - leastValue) % numberStep !== 0)
    return [
      `${called(actuator)} goes from ${min} to ${max}, which is not a whole number of steps of ${step}.`,
    ];
  const faults: string[] = [];
  for (const start of [atStart, initial]) {
    if (typeof start === "number" && !isOnAStep(start, actuator))
      faults.push(`${called(actuator)} starts at ${start}; it is from ${min} to ${max} in steps of ${step}.`);
  }
  if (part.wire !== "none" && (min < 0 || max > part.most))
    faults.push(`${called(actuator)} is from ${min} to ${max}; its part takes 0 to ${part.most}.`);
  return faults;
}

function isExact(value: number, decimals: number): boolean {
  const wanted = value * 10 ** decimals;
  return Math.abs(wanted - Math.round(wanted)) < 1e-6;
}

function isOnAStep(
  value: number,
  { leastValue, mostValue, numberStep, numberDecimals }: ActuatorDeclaration,
): boolean {
  const whole = Math.round(value * 10 ** numberDecimals);
  if (!isExact(value, numberDecimals) || whole < leastValue || whole > mostValue) return false;
  return (whole - leastValue) % numberStep === 0;
}

function selectFaults(actuator: ActuatorDeclaration): string[] {
  const { options, atStart } = actuator.presentation as SelectOptions;
  const { part } = actuator;
  if (options.length === 0) return [`${called(actuator)} has no options; name one or more.`];
  const faults = options.flatMap((option, i) => {
    if (option === "" || option === "last" || option === "None" || option.length > LONGEST_OPTION)
      return [
        `${called(actuator)} has the option "${option}"; an option is 1 to 64 bytes, and not "last" or "None".`,
      ];
    if (options.indexOf(option) !== i)
      return [`${called(actuator)} has the option "${option}" twice; say it once.`];
    return [];
  });
  if (atStart !== undefined && atStart !== "last" && !options.includes(atStart))
    faults.push(
      `${called(actuator)} starts at "${atStart}", which is no option of it; those are ${options.join(", ")}.`,
    );
  if (part.wire !== "none" && options.length - 1 > part.most)
    faults.push(`${called(actuator)} has ${options.length} options; its part takes 0 to ${part.most}.`);
  return faults;
}

/** Is it a whole number from `least` to `most`? */
export function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
