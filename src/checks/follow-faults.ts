// Faults of follows: names, curves, values. On a computer only.

import { shown } from "../arguments/given.ts";
import { nearestName } from "../arguments/nearest-name.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { isDimmable } from "../device/declare/actuators/light.ts";
import { hasNumber } from "../device/declare/actuators/number-input.ts";
import { decimalsOf } from "../device/declare/actuators/states.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { FORGETS } from "../device/run/actuators/declared-actuator.ts";
import type { Follow } from "../device/run/rules/follow.ts";
import { type Fault, fault } from "./fault.ts";

const MOST_POINTS = 32;
/** Products on a line between two points stay below it (bytes/fixed-point.ts). */
const LARGEST = 1_000_000_000;

export function followFaults({ follows = [], sensors = [], actuators = [] }: DeviceDeclaration): Fault[] {
  return follows.flatMap((follow, i) => {
    const { target, cause } = follow.written;
    const of = (sentence: string) => [fault(follow, "", `The actuator "${target}" ${sentence}`)];
    const actuator = actuators.find(({ name }) => name === target);
    if (actuator === undefined)
      return of(
        `is to follow "${cause}": there is no such actuator${nearestName(target, namesOf(actuators))}`,
      );
    const sensor = sensors.find(({ name }) => name === cause);
    if (sensor === undefined)
      return of(`is to follow "${cause}": there is no such sensor${nearestName(cause, namesOf(sensors))}`);
    if (sensor.options.states !== undefined)
      return of(`is to follow "${cause}", which says words; a rule may act on each of them.`);
    if (!hasNumber(actuator) && !isDimmable(actuator))
      return of(
        `is a ${actuator.kind} and follows "${cause}"; a number does, and a light with a brightness.`,
      );
    const other = follows.slice(0, i).find(({ written }) => written.target === target);
    if (other !== undefined)
      return of(`follows "${other.written.cause}" and "${cause}"; leave one of them out.`);
    const wrong =
      curveFault(follow, sensor, actuator) ?? silentFault(follow, actuator) ?? startFault(follow, actuator);
    return wrong === undefined ? [] : of(wrong);
  });
}

function namesOf(list: readonly { name: string }[]): string[] {
  return list.map(({ name }) => name);
}

function curveFault(
  { written: { cause, curve } }: Follow,
  sensor: SensorDeclaration,
  actuator: ActuatorDeclaration,
): string | undefined {
  const points = curve.length / 2;
  if (points < 2 || points > MOST_POINTS)
    return `follows "${cause}" by a curve of ${counted(points, "point")}; it has 2 to ${MOST_POINTS}.`;
  const fine = 10 ** sensor.decimals;
  const scale = 10 ** decimalsOf(actuator);
  for (let at = 0; at < curve.length; at += 2) {
    const [before, valueBefore] = [curve[at - 2], curve[at - 1]];
    const [reading, value] = [curve[at] as number, curve[at + 1] as number];
    if (!isWholeOf(reading, fine))
      return `follows "${cause}" by a curve with the reading ${shown(reading)}; it is a number of at most ${counted(sensor.decimals, "decimal")}, as "${cause}" has.`;
    const unfit = valueFault(value, actuator);
    if (unfit !== undefined) return `follows "${cause}" by a curve with the value ${unfit}`;
    if (before === undefined || valueBefore === undefined) continue;
    if (reading <= before)
      return `follows "${cause}" by a curve with ${reading} behind ${before}; the readings are in ascending order.`;
    if ((reading - before) * fine * Math.abs(value - valueBefore) * scale > LARGEST)
      return `follows "${cause}" by a curve that goes too far from ${before} to ${reading}; put points between.`;
  }
  return undefined;
}

function silentFault({ written: { whenSilent } }: Follow, actuator: ActuatorDeclaration): string | undefined {
  if (whenSilent === undefined) return undefined;
  const unfit = valueFault(whenSilent, actuator) ?? stepFault(whenSilent, actuator);
  return unfit && `has whenSilent: ${unfit}`;
}

/** On a curve the nearest step is taken; this value is taken as it is written. */
function stepFault(value: number, actuator: ActuatorDeclaration): string | undefined {
  if (!hasNumber(actuator)) return undefined;
  const scale = 10 ** decimalsOf(actuator);
  const { leastValue, step } = actuator;
  if ((Math.round(value * scale) - leastValue) % step === 0) return undefined;
  return `${value}; "${actuator.name}" goes from ${leastValue / scale} by ${step / scale}.`;
}

/** Each start would have the old value for a moment, and each reading would be kept. */
function startFault({ written: { cause } }: Follow, actuator: ActuatorDeclaration): string | undefined {
  if (actuator.keeping === FORGETS) return undefined;
  return `follows "${cause}", which says where it is, and keeps its state for the next start; leave its atStart out.`;
}

/** `undefined`: it is one of its values. */
function valueFault(value: number, actuator: ActuatorDeclaration): string | undefined {
  const scale = 10 ** decimalsOf(actuator);
  const [least, most] = [actuator.leastValue / scale, actuator.mostValue / scale];
  if (isWholeOf(value, scale) && value >= least && value <= most) return undefined;
  const decimals = decimalsOf(actuator);
  return `${shown(value)}; "${actuator.name}" takes ${decimals === 0 ? "whole numbers" : "numbers"} from ${least} to ${most}${decimals === 0 ? "" : ` of at most ${counted(decimals, "decimal")}`}.`;
}

/** Is it a number that is whole when multiplied like this? */
function isWholeOf(value: unknown, scale: number): value is number {
  if (typeof value !== "number") return false;
  const whole = value * scale;
  return Math.abs(whole - Math.round(whole)) < 1e-6 && Math.abs(whole) <= LARGEST;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
