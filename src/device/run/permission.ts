// Permission: whether an actuator's sensors let it out of its rest. That is worked out when a reading has
// changed, and no command looks at a sensor.
import { AT_MOST, FOLLOWS, KEPT_STATES, ONLY_WHILE, RULES } from "../../features.ts";
import { type Actuator, noteDeferred } from "./actuator.ts";
import { type DeclaredActuator, FORGETS } from "./actuators/declared-actuator.ts";
import { type ActingDevice, endReading } from "./automation-state.ts";
import { noteChange } from "./health.ts";
import { outdate } from "./persisted-states.ts";
import { followAgain } from "./rules/follow.ts";
import { startAnew } from "./rules/rule.ts";

/** The actuator may leave its rest (its value 0: off, locked, closed). */
export const PERMITTED = 0;
/**
 * The actuator may not: a sensor that it needs has given no reading yet. The value that it was to start with
 * waits for that.
 */
export const UNSETTLED = 1;
/** The actuator may not. */
const FORBIDDEN = 2;
/** The actuator may not, and something has asked it to since: that is reported at the problem topic. */
export const PERMISSION_REFUSED = 3;
export type Permission = typeof PERMITTED | typeof UNSETTLED | typeof FORBIDDEN | typeof PERMISSION_REFUSED;

/**
 * The first value for an actuator's part: its rest, if sensors have given no reading yet, or if it left its
 * rest too often before.
 */
export function firstValue({ requirements, startValue, startLimit }: DeclaredActuator): number {
  if (AT_MOST && startLimit?.isSpentAtStart === true) return 0;
  return ONLY_WHILE && requirements.length > 0 ? 0 : startValue;
}

/**
 * Nobody knows yet what the actuator's sensors will read. With their first readings it gets the value that it
 * starts with.
 */
export function startPermission(actuator: Actuator): void {
  const { requirements, startValue } = actuator.declaration;
  if (requirements.length === 0) return;
  actuator.permission = UNSETTLED;
  if (startValue !== 0) noteDeferred(actuator, true, startValue);
}

/** Does the actuator lack its permission while something asks for it? */
export function lacksPermission(actuator: Actuator): boolean {
  return (
    actuator.permission === PERMISSION_REFUSED || (actuator.permission === UNSETTLED && actuator.deferred)
  );
}

/** Works out all permissions anew, and has the policies handle those that are lost. @cold */
export function lookAtReadings(device: ActingDevice): void {
  endReading(device.acting);
  for (let i = 0; i < device.actuators.length; i++) {
    const actuator = device.actuators[i] as Actuator;
    if (actuator.declaration.requirements.length > 0) lookFor(device, actuator, i);
  }
}

function lookFor(device: ActingDevice, actuator: Actuator, place: number): void {
  const before = actuator.permission;
  const found = permissionOf(device, actuator);
  if (found !== before && (found === PERMITTED || before !== PERMISSION_REFUSED)) {
    // The refusal is a problem no longer; a waiting command goes on, or waits for something else.
    if (before === PERMISSION_REFUSED || actuator.deferred) noteChange(device.health);
    // The value that the actuator was to start with, and does not have, is no longer kept.
    if (KEPT_STATES && actuator.deferred && actuator.declaration.keeping !== FORGETS)
      outdate(device.persistedStates);
    actuator.permission = found;
    if (RULES && before === PERMISSION_REFUSED) askAgain(device, place);
    if (FOLLOWS && before === PERMISSION_REFUSED) followAgain(device.acting.follows, place);
  }
  // As if it were requested once more, which is refused.
  if (found !== PERMITTED && actuator.value !== 0 && !actuator.deferred)
    noteDeferred(actuator, true, actuator.value);
}

/** Rules that keep the actuator at `place` ask for it once more, as at the start. */
export function askAgain(device: ActingDevice, place: number): void {
  for (const rule of device.acting.rules) {
    if (rule.keeps && rule.targetAt === place) {
      startAnew(rule);
    }
  }
}

function permissionOf(device: ActingDevice, actuator: Actuator): Permission {
  let isKnown = true;
  let holds = true;
  for (const { sensorAt, least, most, isLast } of actuator.declaration.requirements) {
    const sensor = device.sensors[sensorAt] as ActingDevice["sensors"][0];
    const reading = sensor.measured;
    if (reading === undefined && sensor.missed < sensor.patience) isKnown = false;
    if (reading === undefined || reading < least || reading > most) holds = false;
    if (isLast && holds) return PERMITTED;
    if (isLast) holds = true;
  }
  return isKnown || actuator.permission !== UNSETTLED ? FORBIDDEN : UNSETTLED;
}

/** Something asks for `value` of an actuator without permission. Returns the value that it gets: its rest. */
export function refuse(actuator: Actuator, value: number): number {
  // Each refusal is published, even if it repeats the last one: its sender waits for an answer.
  if (value !== 0 || actuator.permission === PERMISSION_REFUSED) noteChange(actuator.device.health);
  if (value !== 0) actuator.permission = PERMISSION_REFUSED;
  else if (actuator.permission === PERMISSION_REFUSED) actuator.permission = FORBIDDEN;
  return 0;
}
