// Rules that can never act: one that asks for what an actuator's sensors forbid at that moment, and two that
// ask for different things at the same moment. On a computer only.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { isDimmable } from "../device/declare/actuators/light.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { GREATEST_READING, LEAST_READING } from "../device/declare/wanted-reading.ts";
import { BELOW, EQUAL, NOWHERE, type Rule } from "../device/run/rules/rule.ts";
import { type Fault, fault } from "./fault.ts";
import { ruleWords } from "./rule-words.ts";

/** Readings of one sensor, from the least to the most, both included. */
interface Readings {
  least: number;
  most: number;
}

/** Contradictions between rules and actuators that are right by themselves. */
export function contradictions({ rules = [], sensors = [], actuators = [] }: DeviceDeclaration): Fault[] {
  return rules.flatMap((rule, i) => {
    const target = actuators[rule.targetAt];
    if (target === undefined) return [];
    const sentence =
      forbiddenSentence(rule, target, sensors[rule.sensorAt]) ??
      contrarySentence(rule, rules.slice(0, i), target);
    return sentence === undefined ? [] : [fault(rule, "", sentence)];
  });
}

function forbiddenSentence(
  rule: Rule,
  target: ActuatorDeclaration,
  sensor: SensorDeclaration | undefined,
): string | undefined {
  if (target.requirements.length === 0 || sensor === undefined || rule.limitAt !== NOWHERE) return undefined;
  const { cause } = rule.wording;
  const isForbidden = (asking: readonly Readings[]) =>
    asking.length > 0 && !mayBePermitted(rule.sensorAt, asking, target);
  const why = `${target.permissionWords}. Leave the rule out, or let onlyWhile allow it.`;
  if (rule.targetValue !== 0 && isForbidden(readingsThatMeet(rule, sensor)))
    return `The rule on "${cause}" asks for "${target.name}" just when it may not be so: ${why}`;
  // An actuator kept at rest leaves it when the condition ends, which a guard may end with any reading.
  const endsByReading = rule.keeps && rule.stays === 0 && rule.guardAt === NOWHERE;
  if (endsByReading && rule.otherValue !== 0 && isForbidden(readingsThatEnd(rule, sensor)))
    return `The rule on "${cause}" brings "${target.name}" back when it ends, just when it may not be so: ${why}`;
  return undefined;
}

/** Does any of these readings meet the target's needs? */
function mayBePermitted(
  sensorAt: number,
  asking: readonly Readings[],
  { requirements }: ActuatorDeclaration,
): boolean {
  let holds = true;
  for (const { sensorAt: neededAt, least, most, isLast } of requirements) {
    if (neededAt === sensorAt && !asking.some((need) => need.least <= most && need.most >= least))
      holds = false;
    if (isLast && holds) return true;
    if (isLast) holds = true;
  }
  return false;
}

function readingsThatMeet({ relation, limit }: Rule, sensor: SensorDeclaration): Readings[] {
  if (relation === EQUAL) return within(sensor, [{ least: limit, most: limit }]);
  return within(sensor, [relation === BELOW ? below(limit) : above(limit)]);
}

function readingsThatEnd({ relation, limit }: Rule, sensor: SensorDeclaration): Readings[] {
  if (relation === EQUAL) return within(sensor, [below(limit), above(limit)]);
  return within(sensor, [relation === BELOW ? above(limit - 1) : below(limit + 1)]);
}

function below(limit: number): Readings {
  return { least: LEAST_READING, most: limit - 1 };
}

function above(limit: number): Readings {
  return { least: limit + 1, most: GREATEST_READING };
}

/** A sensor with words has as many readings as words. */
function within({ options: { states } }: SensorDeclaration, readings: readonly Readings[]): Readings[] {
  if (states === undefined) return [...readings];
  return readings
    .map(({ least, most }) => ({ least: Math.max(0, least), most: Math.min(states.length - 1, most) }))
    .filter(({ least, most }) => least <= most);
}

function contrarySentence(
  rule: Rule,
  before: readonly Rule[],
  target: ActuatorDeclaration,
): string | undefined {
  const other = before.find((earlier) => isContrary(earlier, rule, target));
  if (other === undefined) return undefined;
  const { state } = rule.wording;
  return `${ruleWords(rule)} sets "${target.name}" to "${state}" at the moment when another one sets it to "${other.wording.state}"; leave one of them out.`;
}

/** Do they begin together, and ask for different things? */
function isContrary(first: Rule, second: Rule, target: ActuatorDeclaration): boolean {
  if (
    first.targetAt !== second.targetAt ||
    first.wording.action === "toggle" ||
    second.wording.action === "toggle"
  )
    return false;
  const isSame = MOMENT.every((field) => first[field] === second[field]);
  if (!isSame || first.targetValue === second.targetValue) return false;
  // A brightness is on as well.
  return !isDimmable(target) || (first.targetValue === 0) !== (second.targetValue === 0);
}

/** The parts of a rule that say when it begins. */
const MOMENT = [
  "sensorAt",
  "actuatorAt",
  "relation",
  "limit",
  "limitAt",
  "holdFor",
  "holdForAt",
  "guardAt",
  "guardLeast",
  "guardMost",
  "mark",
  "markAt",
  "shift",
  "period",
  "days",
  "fromMinute",
  "toMinute",
] as const;
