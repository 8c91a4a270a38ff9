// What is wrong with the rules of a declaration: one sentence for each fault. On a computer only.
import { isWhole, LONGEST_MS, wordsOf } from "../actuator-faults.ts";
import type { ActuatorDeclaration } from "../actuators/declaration.ts";
import { twoStates, valueOfState } from "../actuators/states.ts";
import type { DeviceDeclaration } from "../device.ts";
import { nearestName } from "../nearest-name.ts";
import { readingOf } from "../resolve.ts";
import type { SensorDeclaration } from "../sensor.ts";
import type { Rule } from "./rule.ts";

interface Named {
  sensors: readonly SensorDeclaration[];
  actuators: readonly ActuatorDeclaration[];
}

/** One sentence for each fault. */
export function ruleFaults({ rules = [], sensors = [], actuators = [] }: DeviceDeclaration): string[] {
  const named = { sensors, actuators };
  return rules.flatMap((rule) => [
    ...causeFaults(rule, named),
    ...guardFaults(rule, named),
    ...targetFaults(rule, named),
    ...timeFaults(rule),
  ]);
}

/** The rule, as its faults begin. */
function called({ wording }: Rule): string {
  return `The rule on "${wording.cause}"`;
}

function find<T extends { name: string }>(list: readonly T[], wanted: string): T | undefined {
  return list.find(({ name }) => name === wanted);
}

function namesOf(...lists: (readonly { name: string }[])[]): string[] {
  return lists.flat().map(({ name }) => name);
}

function causeFaults(rule: Rule, named: Named): string[] {
  const { cause, comparison } = rule.wording;
  const sensor = find(named.sensors, cause);
  const actuator = find(named.actuators, cause);
  if (sensor === undefined && actuator === undefined) {
    const known = nearestName(cause, namesOf(named.sensors, named.actuators));
    return [`A rule is on "${cause}": there is no such sensor or actuator${known}`];
  }
  if (comparison === "is") return stateFaults(rule, sensor, actuator);
  if (sensor === undefined && actuator?.kind !== "number")
    return [
      `${called(rule)} compares it with ${comparison}; a ${actuator?.kind} is compared with is("...").`,
    ];
  return thresholdFaults(rule, named, sensor?.decimals ?? actuator?.numberDecimals ?? 0);
}

function stateFaults(
  rule: Rule,
  sensor: SensorDeclaration | undefined,
  actuator: ActuatorDeclaration | undefined,
): string[] {
  const { cause, limit } = rule.wording;
  if (sensor !== undefined && readingOf(sensor, limit) === undefined)
    return [
      `${called(rule)} waits for "${limit}", which "${cause}" never says; it says ${wordsOf(sensor.options.states)}.`,
    ];
  if (sensor === undefined && actuator !== undefined) return unknownState(rule, actuator, limit);
  return [];
}

function unknownState(rule: Rule, actuator: ActuatorDeclaration, state: number | string): string[] {
  if (valueOfState(actuator, state) !== undefined) return [];
  return [`${called(rule)} names the state "${state}" of "${actuator.name}"; it is ${statesOf(actuator)}.`];
}

/** The states of an actuator in words. */
function statesOf(actuator: ActuatorDeclaration): string {
  const { kind, choices, leastValue, mostValue, numberDecimals, dimmable } = actuator;
  if (kind === "select") return choices.join(", ");
  if (kind === "button") return "press";
  const scale = 10 ** numberDecimals;
  if (kind === "number") return `a number from ${leastValue / scale} to ${mostValue / scale}`;
  const words = (twoStates(kind) ?? []).join(" or ");
  return dimmable ? `${words}, or a brightness from 0 to ${mostValue}` : words;
}

function thresholdFaults(rule: Rule, named: Named, decimals: number): string[] {
  const { comparison, limit, until, margin } = rule.wording;
  const faults: string[] = [];
  if (typeof limit === "string") {
    const number = find(named.actuators, limit);
    const numbers = named.actuators.filter(({ kind }) => kind === "number");
    if (number?.kind !== "number")
      return [
        `${called(rule)} compares with "${limit}": there is no such number${nearestName(limit, namesOf(numbers))}`,
      ];
    if (number.numberDecimals > decimals)
      faults.push(
        `${called(rule)} compares ${decimals} decimals with the number "${limit}", which has ${number.numberDecimals}; give it a coarser step.`,
      );
    if (until !== undefined)
      faults.push(
        `${called(rule)} ends at ${until}, and begins at what "${limit}" is set to; write margin(...) in place of until.`,
      );
  } else if (!Number.isFinite(limit))
    faults.push(`${called(rule)} compares with ${limit}; that is a number.`);
  else if (until !== undefined && !(comparison === "below" ? until >= limit : until <= limit))
    faults.push(
      `${called(rule)} begins ${comparison} ${limit} and ends at ${until}: the wrong way round; it ends at ${limit} or ${comparison === "below" ? "above" : "below"}.`,
    );
  if (margin !== undefined && !(margin >= 0 && margin < Number.POSITIVE_INFINITY))
    faults.push(`${called(rule)} has a margin of ${margin}; it is 0 or more.`);
  return faults;
}

function guardFaults(rule: Rule, { actuators }: Named): string[] {
  const { guard, guardState } = rule.wording;
  if (guard === "") return [];
  const actuator = find(actuators, guard);
  if (actuator === undefined)
    return [
      `${called(rule)} asks for "${guard}": there is no such actuator${nearestName(guard, namesOf(actuators))}`,
    ];
  return unknownState(rule, actuator, guardState);
}

function targetFaults(rule: Rule, { actuators }: Named): string[] {
  const { cause, action, target, state } = rule.wording;
  const actuator = find(actuators, target);
  if (actuator === undefined)
    return [
      `${called(rule)} acts on "${target}": there is no such actuator${nearestName(target, namesOf(actuators))}`,
    ];
  if (target === cause)
    return [`${called(rule)} acts on "${target}" itself; say maximumOn where it is to go off by itself.`];
  if (action !== "set" && twoStates(actuator.kind) === undefined)
    return [
      `${called(rule)} cannot bring "${target}" back: a ${actuator.kind} has no opposite state; write set(...).`,
    ];
  return action === "toggle" ? [] : unknownState(rule, actuator, state);
}

function timeFaults(rule: Rule): string[] {
  const { holdFor, stays, action } = rule.wording;
  const faults: string[] = [];
  if (!isWhole(holdFor, 0, LONGEST_MS))
    faults.push(`${called(rule)} must hold for ${holdFor} ms; that is whole milliseconds, at most 24 days.`);
  if (!isWhole(stays, action === "set for" ? 1 : 0, LONGEST_MS))
    faults.push(
      `${called(rule)} goes back after ${stays} ms; that is whole milliseconds above 0, at most 24 days.`,
    );
  return faults;
}
