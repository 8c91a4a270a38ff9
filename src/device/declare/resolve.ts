// Looks up the names in a declaration: which sensor, which actuator. `device` does it once, when the image is built.
// A name that is nobody's stays `NOWHERE`: the declaration's faults say so.
import { powerOfTen, scaled } from "../../bytes/fixed-point.ts";
import { minuteOf } from "../../clock/time-of-day.ts";
import {
  DAY_SPANS,
  DURABLE_HISTORY,
  DURATIONS,
  JOURNAL,
  MARKS,
  PERIODS,
  SLEEP,
  SLEEP_MEMORY_BYTES,
  SUN,
  TOTALS,
  ZONE,
} from "../../features.ts";
import { type Display, type ShownValue, WALL_DATE, WALL_TIME } from "../run/display.ts";
import type { Follow } from "../run/rules/follow.ts";
import {
  ABOVE,
  AS_BEFORE,
  BELOW,
  EQUAL,
  FIRST_SUN,
  NOWHERE,
  OPPOSITE,
  type Rule,
} from "../run/rules/rule.ts";
import { hasTotal } from "../run/total.ts";
import type { ActuatorDeclaration, Confirmation } from "./actuators/declaration.ts";
import { isDurationInput, millisecondsOf } from "./actuators/duration-input.ts";
import { isDimmable } from "./actuators/light.ts";
import { hasNumber } from "./actuators/number-input.ts";
import { decimalsOf, twoStates, valueOfState } from "./actuators/states.ts";
import type { AuthoredDeclaration, DeviceDeclaration } from "./device.ts";
import { resolvePermission } from "./resolve-permission.ts";
import { daysIn } from "./rules/days.ts";
import { placeOfSunTime } from "./rules/sun-times.ts";
import type { SensorDeclaration } from "./sensor.ts";
import { resolveCauses } from "./sleep.ts";
import { readingOf } from "./wanted-reading.ts";

const MINUTE_MS = 60000;

/** Puts indexes and whole numbers in place of the author's names and fractions. */
export function resolve(declaration: AuthoredDeclaration): asserts declaration is DeviceDeclaration {
  const sensors = declaration.sensors === undefined ? [] : declaration.sensors;
  const actuators = declaration.actuators === undefined ? [] : declaration.actuators;
  for (let i = 0; i < actuators.length; i++) {
    const actuator = actuators[i] as ActuatorDeclaration;
    if (actuator.confirmedBy !== undefined) resolveWitness(actuator, actuator.confirmedBy, sensors);
    resolvePermission(actuator, sensors);
    for (const name of actuator.notWith) pair(actuators, i, placeOf(actuators, name));
  }
  const follows = declaration.follows === undefined ? [] : declaration.follows;
  // A value that is no list has no entries; the checks of a declaration report it.
  for (let i = 0; i < follows.length; i++) resolveFollow(follows[i] as Follow, sensors, actuators);
  const displays = declaration.displays === undefined ? [] : declaration.displays;
  for (let i = 0; i < displays.length; i++) resolveDisplay(displays[i] as Display, sensors, actuators);
  if (SLEEP && declaration.sleep !== undefined) resolveCauses(declaration.sleep, sensors);
  if (SLEEP && SLEEP_MEMORY_BYTES === 0 && declaration.sleep !== undefined) declaration.journal = true;
  for (let i = 0; i < sensors.length; i++) {
    const sensor = sensors[i] as SensorDeclaration;
    sensor.alias = aliasOf(sensor, sensors);
    if (TOTALS && hasTotals(sensor)) declaration.journal = true;
    if (JOURNAL && sensor.options.durable !== undefined) declaration.journal = true;
    if (DURABLE_HISTORY && sensor.options.history?.durable !== undefined) declaration.journal = true;
  }
  const rules = declaration.rules === undefined ? [] : declaration.rules;
  for (let i = 0; i < rules.length; i++) resolveRule(rules[i] as Rule, sensors, actuators);
}

/** What is no quantity the checks of a declaration tell. */
function hasTotals({ quantity }: SensorDeclaration): boolean {
  return quantity !== undefined && quantity.part !== undefined && hasTotal(quantity.part);
}

/**
 * Its place among the sensors, those that measure most often first; of several that measure as often, by
 * their order.
 */
function aliasOf(sensor: SensorDeclaration, sensors: readonly SensorDeclaration[]): number {
  let alias = 1;
  let isBefore = true;
  for (const other of sensors) {
    if (other === sensor) isBefore = false;
    else if (other.options.every < sensor.options.every) alias += 1;
    else if (isBefore && other.options.every === sensor.options.every) alias += 1;
  }
  return alias;
}

function placeOf(list: readonly { name: string }[], name: string): number {
  for (let i = 0; i < list.length; i++) {
    if ((list[i] as { name: string }).name === name) return i;
  }
  return NOWHERE;
}

function resolveWitness(
  actuator: ActuatorDeclaration,
  confirmation: Confirmation,
  sensors: readonly SensorDeclaration[],
): void {
  actuator.witness = placeOf(sensors, confirmation.sensor);
  if (actuator.witness === NOWHERE) return;
  const atRest = confirmation.atRest === undefined ? 1 : confirmation.atRest;
  const reading = readingOf(sensors[actuator.witness] as SensorDeclaration, atRest);
  if (reading !== undefined) actuator.witnessAtRest = reading;
}

/** An interlock holds both ways. */
function pair(actuators: readonly ActuatorDeclaration[], at: number, rivalAt: number): void {
  if (rivalAt === NOWHERE || rivalAt === at) return;
  addRival(actuators[at] as ActuatorDeclaration, rivalAt);
  addRival(actuators[rivalAt] as ActuatorDeclaration, at);
}

function addRival(actuator: ActuatorDeclaration, rival: number): void {
  for (const known of actuator.rivals) {
    if (known === rival) return;
  }
  actuator.rivals.push(rival);
}

function resolveFollow(
  follow: Follow,
  sensors: readonly SensorDeclaration[],
  actuators: readonly ActuatorDeclaration[],
): void {
  const { target, cause, curve, whenSilent } = follow.written;
  follow.followedAt = placeOf(sensors, cause);
  follow.drivenAt = placeOf(actuators, target);
  if (follow.followedAt === NOWHERE || follow.drivenAt === NOWHERE) return;
  const actuator = actuators[follow.drivenAt] as ActuatorDeclaration;
  const decimals = [(sensors[follow.followedAt] as SensorDeclaration).decimals, decimalsOf(actuator)];
  for (let i = 0; i < curve.length; i++)
    follow.points.push(scaled(curve[i] as number, decimals[i % 2] as number));
  follow.least = actuator.leastValue;
  if (hasNumber(actuator)) follow.step = actuator.step;
  if (whenSilent !== undefined) follow.silentValue = scaled(whenSilent, decimals[1] as number);
}

function resolveDisplay(
  display: Display,
  sensors: readonly SensorDeclaration[],
  actuators: readonly ActuatorDeclaration[],
): void {
  for (const row of display.rows) {
    for (const value of row.values) {
      value.sensorAt = placeOf(sensors, value.name);
      value.actuatorAt = placeOf(actuators, value.name);
      if (ZONE && value.sensorAt === NOWHERE && value.actuatorAt === NOWHERE) resolveWall(value);
    }
  }
}

/** A sensor with such a name goes before the wall clock. */
function resolveWall(value: ShownValue): void {
  if (value.name === "date") value.sensorAt = WALL_DATE;
  if (value.name === "time") value.sensorAt = WALL_TIME;
}

function resolveRule(
  rule: Rule,
  sensors: readonly SensorDeclaration[],
  actuators: readonly ActuatorDeclaration[],
): void {
  const { cause, comparison, guard, guardState, target } = rule.wording;
  if (DURATIONS) resolveTimes(rule, actuators);
  if (MARKS && comparison === "at") resolveMark(rule, actuators);
  else if (PERIODS && comparison === "every") resolvePeriod(rule);
  else {
    rule.sensorAt = placeOf(sensors, cause);
    rule.actuatorAt = rule.sensorAt === NOWHERE ? placeOf(actuators, cause) : NOWHERE;
    if (comparison === "is") resolveState(rule, sensors, actuators);
    else resolveThreshold(rule, sensors, actuators);
    if (DAY_SPANS && rule.wording.from !== "") resolveSpan(rule);
  }
  rule.guardAt = placeOf(actuators, guard);
  if (rule.guardAt !== NOWHERE)
    resolveGuard(rule, actuators[rule.guardAt] as ActuatorDeclaration, guardState);
  rule.targetAt = placeOf(actuators, target);
  if (rule.targetAt === NOWHERE) return;
  resolveTarget(rule, actuators[rule.targetAt] as ActuatorDeclaration);
}

/** A time of day, or the name of a time that people set. */
function resolveMark(rule: Rule, actuators: readonly ActuatorDeclaration[]): void {
  const { cause, days } = rule.wording;
  const mark = minuteNamed(cause);
  if (SUN) rule.shift = Math.floor(rule.wording.shift / MINUTE_MS);
  if (mark !== undefined) rule.mark = mark;
  else rule.markAt = placeOf(actuators, cause);
  const marked = daysIn(days);
  if (marked !== undefined) rule.days = marked;
}

function resolvePeriod(rule: Rule): void {
  const { limit, days, from } = rule.wording;
  if (typeof limit === "number") rule.period = Math.floor(limit / MINUTE_MS);
  const marked = daysIn(days);
  if (marked !== undefined) rule.days = marked;
  if (DAY_SPANS && from !== "") resolveSpan(rule);
}

/** Of a time of day, or what stands for an event of the sun. */
function minuteNamed(time: string): number | undefined {
  const place = SUN ? placeOfSunTime(time) : NOWHERE;
  return place === NOWHERE ? minuteOf(time) : FIRST_SUN - place;
}

function resolveSpan(rule: Rule): void {
  const from = minuteNamed(rule.wording.from);
  const to = minuteNamed(rule.wording.to);
  if (from === undefined || to === undefined) return;
  rule.fromMinute = from;
  rule.toMinute = to;
}

/** A value that is no duration has no factor; the rule's faults report it. */
function resolveTimes(rule: Rule, actuators: readonly ActuatorDeclaration[]): void {
  const { holdFor, stays } = rule.wording;
  if (typeof holdFor === "string") {
    rule.holdForAt = placeOf(actuators, holdFor);
    rule.holdForFactor = factorOf(actuators[rule.holdForAt]);
  }
  if (typeof stays === "string") {
    rule.staysAt = placeOf(actuators, stays);
    rule.staysFactor = factorOf(actuators[rule.staysAt]);
  }
}

/** The milliseconds in one of its value's unit; 0 when that is no time. */
function factorOf(actuator: ActuatorDeclaration | undefined): number {
  if (actuator === undefined || !isDurationInput(actuator)) return 0;
  return Math.floor(millisecondsOf(actuator.unit) / powerOfTen(actuator.decimals));
}

function resolveTarget(rule: Rule, actuator: ActuatorDeclaration): void {
  const { action, state, ifMissed } = rule.wording;
  // A state is made up for, an impulse is not.
  if (MARKS)
    rule.runsMissed = ifMissed === "" ? action === "set" && actuator.behaviour.hasState : ifMissed === "run";
  const on = isDimmable(actuator) ? AS_BEFORE : actuator.mostValue;
  const value = valueOfState(actuator, state);
  if (value !== undefined) rule.targetValue = state === "on" ? on : value;
  if (action === "toggle") rule.targetValue = OPPOSITE;
  rule.otherValue = value === 0 ? on : 0;
}

/** On is every brightness. */
function resolveGuard(rule: Rule, actuator: ActuatorDeclaration, state: number | string): void {
  const value = valueOfState(actuator, state);
  if (value === undefined) return;
  const two = twoStates(actuator);
  rule.guardLeast = two !== undefined && state === two[1] ? 1 : value;
  rule.guardMost = value;
}

function resolveState(
  rule: Rule,
  sensors: readonly SensorDeclaration[],
  actuators: readonly ActuatorDeclaration[],
): void {
  const wanted = rule.wording.limit;
  rule.relation = EQUAL;
  if (rule.sensorAt !== NOWHERE) {
    const value = readingOf(sensors[rule.sensorAt] as SensorDeclaration, wanted);
    if (value !== undefined) rule.limit = value;
  } else if (rule.actuatorAt !== NOWHERE) {
    const actuator = actuators[rule.actuatorAt] as ActuatorDeclaration;
    const value = valueOfState(actuator, wanted);
    if (value !== undefined) rule.limit = value;
    // On is every brightness.
    const two = twoStates(actuator);
    if (two !== undefined && wanted === two[1]) {
      rule.relation = ABOVE;
      rule.limit = 0;
    }
  }
}

function resolveThreshold(
  rule: Rule,
  sensors: readonly SensorDeclaration[],
  actuators: readonly ActuatorDeclaration[],
): void {
  const { comparison, limit, until, margin } = rule.wording;
  rule.relation = comparison === "below" ? BELOW : ABOVE;
  const decimals = decimalsAt(rule, sensors, actuators);
  if (typeof limit === "number") rule.limit = scaled(limit, decimals);
  else {
    rule.limitAt = placeOf(actuators, limit);
    if (rule.limitAt !== NOWHERE)
      rule.limitFactor = powerOfTen(decimals - decimalsOf(actuators[rule.limitAt] as ActuatorDeclaration));
  }
  if (margin !== undefined) rule.margin = scaled(margin, decimals);
  if (until !== undefined) {
    const end = scaled(until, decimals);
    rule.margin = comparison === "below" ? end - rule.limit : rule.limit - end;
  }
}

function decimalsAt(
  rule: Rule,
  sensors: readonly SensorDeclaration[],
  actuators: readonly ActuatorDeclaration[],
): number {
  if (rule.sensorAt !== NOWHERE) return (sensors[rule.sensorAt] as SensorDeclaration).decimals;
  if (rule.actuatorAt !== NOWHERE) return decimalsOf(actuators[rule.actuatorAt] as ActuatorDeclaration);
  return 0;
}

/** What it keeps stays as it is, for a later start. @cold */
export function keepNothing(declaration: DeviceDeclaration): void {
  declaration.journal = undefined;
}
