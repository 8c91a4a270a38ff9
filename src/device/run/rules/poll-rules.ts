// Rules at work: each looks at its reading or state whenever the device wakes up, and acts when its condition
// changes.
//
// A rule acts only then: a command that comes in between stands until the condition begins or ends the next
// time.
import { elapsed } from "../../../bytes/milliseconds.ts";
import {
  CONFIRMATIONS,
  DAY_SPANS,
  DIMMERS,
  DURATIONS,
  MARKS,
  ONLY_WHILE,
  PERIODS,
  POLICIES,
  SHARED_KEEPS,
  SUN,
  TOGGLES,
} from "../../../features.ts";
import { type Actuator, levelOfOn, STUCK } from "../actuator.ts";
import { type ActingDevice, LONGEST_WAIT_MS } from "../automation-state.ts";
import { requestValue } from "../command.ts";
import { UNSETTLED } from "../permission.ts";
import { passMark } from "./marks.ts";
import { passPeriod } from "./periods.ts";
import {
  ABOVE,
  AS_BEFORE,
  activate,
  BELOW,
  becomeKnown,
  deactivate,
  FIRST_SUN,
  NOWHERE,
  OPPOSITE,
  type Rule,
} from "./rule.ts";
import { spanFrom, spanTo } from "./sun-minutes.ts";

/** Does all that the rules ask for at `now`. Returns the milliseconds until the next call is needed. */
export function pollRules(device: ActingDevice, now: number): number {
  let next = LONGEST_WAIT_MS;
  for (const rule of device.acting.rules) next = Math.min(next, pollRule(device, rule, now));
  return next;
}

function pollRule(device: ActingDevice, rule: Rule, now: number): number {
  if (MARKS && rule.isMarked) {
    const acts = PERIODS && rule.period > 0 ? passPeriod(device, rule) : passMark(device, rule);
    if (acts && guardAllows(device, rule)) act(device, rule, now);
    return goBack(device, rule, now);
  }
  const value = causeOf(device, rule);
  const isGuarded = guardAllows(device, rule);
  const met = value !== undefined && isGuarded && meets(device, rule, value);
  if (met !== rule.met) {
    rule.met = met;
    rule.metAt = now;
  }
  const next = met ? begin(device, rule, now) : LONGEST_WAIT_MS;
  if (!met && rule.active) end(device, rule, now);
  if (!rule.known && isGuarded && (value !== undefined || isSilent(device, rule))) {
    becomeKnown(rule);
    // A state that is kept only while the condition is met may have been so from the start.
    if (!met && rule.keeps) commandTarget(device, rule, restOf(device, rule, now));
  }
  return Math.min(next, goBack(device, rule, now));
}

/** The reading or the value of the condition; `undefined`: the sensor has had none for its timeout. */
function causeOf(device: ActingDevice, rule: Rule): number | undefined {
  if (rule.sensorAt === NOWHERE) return (device.actuators[rule.actuatorAt] as Actuator).value;
  return (device.sensors[rule.sensorAt] as ActingDevice["sensors"][0]).measured;
}

/** Has its sensor had no reading for its timeout? An actuator always has a value. */
function isSilent(device: ActingDevice, rule: Rule): boolean {
  const sensor = device.sensors[rule.sensorAt] as ActingDevice["sensors"][0];
  return sensor.missed >= sensor.patience;
}

function guardAllows(device: ActingDevice, rule: Rule): boolean {
  if (DAY_SPANS && rule.fromMinute !== NOWHERE && !isInSpan(device, rule)) return false;
  if (rule.guardAt === NOWHERE) return true;
  const value = (device.actuators[rule.guardAt] as Actuator).value;
  return value >= rule.guardLeast && value <= rule.guardMost;
}

/** While the time is not known it is outside. */
function isInSpan({ time }: ActingDevice, rule: Rule): boolean {
  const { fromMinute, toMinute } = rule;
  if (time === undefined || time.local === undefined) return false;
  const { minute } = time.local;
  const from = SUN && fromMinute <= FIRST_SUN ? spanFrom(time, rule) : fromMinute;
  const to = SUN && toMinute <= FIRST_SUN ? spanTo(time, rule) : toMinute;
  const isBehind = minute >= from;
  const isBefore = minute < to;
  return from <= to ? isBehind && isBefore : isBehind || isBefore;
}

function meets(device: ActingDevice, rule: Rule, value: number): boolean {
  let limit = rule.limit;
  if (rule.limitAt !== NOWHERE) limit = (device.actuators[rule.limitAt] as Actuator).value * rule.limitFactor;
  const margin = rule.met ? rule.margin : 0;
  if (rule.relation === BELOW) return value < limit + margin;
  if (rule.relation === ABOVE) return value > limit - margin;
  return value === limit;
}

/** The condition is met: the rule acts once that has lasted long enough. */
function begin(device: ActingDevice, rule: Rule, now: number): number {
  if (rule.active) return LONGEST_WAIT_MS;
  const left = holdForOf(device, rule) - elapsed(now, rule.metAt);
  if (left > 0) return left;
  activate(rule);
  act(device, rule, now);
  return LONGEST_WAIT_MS;
}

function act(device: ActingDevice, rule: Rule, now: number): void {
  rule.timing = !rule.keeps && rule.stays > 0;
  rule.timedAt = now;
  if (!(ONLY_WHILE && isKeptAtRest(device, rule))) commandTarget(device, rule, rule.targetValue);
}

/**
 * Do its sensors keep the target where the rule wants it? Then the problem topic still reports the reason.
 */
function isKeptAtRest(device: ActingDevice, rule: Rule): boolean {
  const target = device.actuators[rule.targetAt] as Actuator;
  const isStuck = CONFIRMATIONS && target.phase === STUCK;
  return rule.targetValue === 0 && target.permission > UNSETTLED && !isStuck;
}

/** The condition is no longer met. */
function end(device: ActingDevice, rule: Rule, now: number): void {
  deactivate(rule);
  if (!rule.keeps) return;
  if (rule.stays === 0) commandTarget(device, rule, restOf(device, rule, now));
  rule.timing = rule.stays > 0;
  rule.timedAt = now;
}

/** Goes back to the opposite state when its time is over. */
function goBack(device: ActingDevice, rule: Rule, now: number): number {
  if (!rule.timing) return LONGEST_WAIT_MS;
  const left = staysOf(device, rule) - elapsed(now, rule.timedAt);
  if (left > 0) return left;
  rule.timing = false;
  commandTarget(device, rule, restOf(device, rule, now));
  return LONGEST_WAIT_MS;
}

/** How long its condition must hold: as people have set it by now, where they do. @inline */
function holdForOf(device: ActingDevice, rule: Rule): number {
  return DURATIONS && rule.holdForAt !== NOWHERE
    ? (device.actuators[rule.holdForAt] as Actuator).value * rule.holdForFactor
    : rule.holdFor;
}

/** The time, or the further time, for which its target stays. @inline */
function staysOf(device: ActingDevice, rule: Rule): number {
  return DURATIONS && rule.staysAt !== NOWHERE
    ? (device.actuators[rule.staysAt] as Actuator).value * rule.staysFactor
    : rule.stays;
}

/**
 * The state of its target at the rule's end: its other state, or the one that a rule wants which keeps it out
 * of that. @inline
 */
function restOf(device: ActingDevice, rule: Rule, now: number): number {
  return SHARED_KEEPS && rule.keeps ? keptValue(device, rule, now) : rule.otherValue;
}

/** Of several rules the newest counts; a state given by another rule, a person or a policy stays. */
function keptValue(device: ActingDevice, rule: Rule, now: number): number {
  const target = device.actuators[rule.targetAt] as Actuator;
  const current = POLICIES && target.deferred ? target.deferredValue : target.value;
  let kept = rule.otherValue;
  let youngest = 0;
  for (const other of device.acting.rules) {
    const isAlike = other.keeps && other.targetAt === rule.targetAt && other.otherValue === rule.otherValue;
    if (other === rule || !isAlike) continue;
    const isAtWork = other.active || other.timing;
    if (!isAtWork && !begins(device, other)) continue;
    const age = isAtWork ? elapsed(now, other.timedAt) : 0;
    if (kept !== rule.otherValue && age >= youngest) continue;
    kept = other.targetValue;
    youngest = age;
  }
  return kept !== rule.otherValue && current !== rule.targetValue ? current : kept;
}

/** Does it begin in this turn, if that has not come to it yet? */
function begins(device: ActingDevice, rule: Rule): boolean {
  const value = causeOf(device, rule);
  return (
    value !== undefined &&
    holdForOf(device, rule) === 0 &&
    guardAllows(device, rule) &&
    meets(device, rule, value)
  );
}

function commandTarget(device: ActingDevice, rule: Rule, value: number): void {
  const target = device.actuators[rule.targetAt] as Actuator;
  requestValue(target, valueFor(target, value));
}

function valueFor(target: Actuator, value: number): number {
  if (TOGGLES && value === OPPOSITE && target.value !== 0) return 0;
  if ((DIMMERS && value === AS_BEFORE) || (TOGGLES && value === OPPOSITE)) return levelOfOn(target);
  return value;
}
