// Faults of a declaration's rules. On a computer only.

import { isWhole, LONGEST_MS } from "../arguments/bounds.ts";
import { nearestName } from "../arguments/nearest-name.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { isDurationInput } from "../device/declare/actuators/duration-input.ts";
import { hasNumber } from "../device/declare/actuators/number-input.ts";
import { decimalsOf, twoStates, valueOfState } from "../device/declare/actuators/states.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { readingOf } from "../device/declare/wanted-reading.ts";
import type { Rule } from "../device/run/rules/rule.ts";
import { kindOf } from "../kinds/kinds.ts";
import { wordsOf } from "./actuator-faults.ts";
import { type Fault, fault } from "./fault.ts";
import { fineThresholds } from "./fine-thresholds.ts";
import { ruleTimeFaults } from "./rule-time-faults.ts";
import { ruleWords } from "./rule-words.ts";

interface Named {
  sensors: readonly SensorDeclaration[];
  actuators: readonly ActuatorDeclaration[];
}

export function ruleFaults(declaration: DeviceDeclaration): Fault[] {
  const { rules = [], sensors = [], actuators = [] } = declaration;
  const named = { sensors, actuators };
  return rules.flatMap((rule) => [
    ...(rule.isMarked ? [] : causeFaults(rule, named)),
    ...ruleTimeFaults(rule, declaration),
    ...guardFaults(rule, named),
    ...targetFaults(rule, named),
    ...timeFaults(rule, named),
  ]);
}

/** A fault that stands at one word of the rule; "" is the rule as a whole. */
function atWord(rule: Rule, word: string, sentence: string): Fault {
  return fault(rule, word, `${ruleWords(rule)} ${sentence}`);
}

function find<T extends { name: string }>(list: readonly T[], wanted: string): T | undefined {
  return list.find(({ name }) => name === wanted);
}

function namesOf(...lists: (readonly { name: string }[])[]): string[] {
  return lists.flat().map(({ name }) => name);
}

function causeFaults(rule: Rule, named: Named): Fault[] {
  const { cause, comparison } = rule.wording;
  const sensor = find(named.sensors, cause);
  const actuator = find(named.actuators, cause);
  if (sensor === undefined && actuator === undefined) {
    const known = nearestName(cause, namesOf(named.sensors, named.actuators));
    return [fault(rule, comparison, `A rule is on "${cause}": there is no such sensor or actuator${known}`)];
  }
  if (comparison === "is") return stateFaults(rule, sensor, actuator);
  if (sensor === undefined && (actuator === undefined || !hasNumber(actuator)))
    return [
      atWord(
        rule,
        comparison,
        `compares it with ${comparison}; a ${actuator?.kind} is compared with is("...").`,
      ),
    ];
  const decimals = sensor?.decimals ?? (actuator === undefined ? 0 : decimalsOf(actuator));
  return [
    ...thresholdFaults(rule, named, decimals),
    ...marginFaults(rule),
    ...fineThresholds(rule, decimals),
  ];
}

function stateFaults(
  rule: Rule,
  sensor: SensorDeclaration | undefined,
  actuator: ActuatorDeclaration | undefined,
): Fault[] {
  const { cause, limit } = rule.wording;
  if (sensor !== undefined && readingOf(sensor, limit) === undefined)
    return [
      atWord(
        rule,
        "is",
        `waits for "${limit}", which "${cause}" never says; it says ${wordsOf(sensor.options.states)}.`,
      ),
    ];
  if (sensor === undefined && actuator !== undefined) return unknownState(rule, "is", actuator, limit);
  return [];
}

function unknownState(
  rule: Rule,
  word: string,
  actuator: ActuatorDeclaration,
  state: number | string,
): Fault[] {
  if (valueOfState(actuator, state) !== undefined) return [];
  return [
    atWord(
      rule,
      word,
      `names the state "${state}" of "${actuator.name}"; it is ${kindOf(actuator).states(actuator)}.`,
    ),
  ];
}

function thresholdFaults(rule: Rule, named: Named, decimals: number): Fault[] {
  const { comparison, limit, until } = rule.wording;
  if (typeof limit === "string") return settingFaults(rule, limit, named, decimals);
  if (!Number.isFinite(limit)) return [atWord(rule, comparison, `compares with ${limit}; that is a number.`)];
  const side = comparison === "below" ? "above" : "below";
  if (until === undefined || (side === "above" ? until >= limit : until <= limit)) return [];
  return [
    atWord(
      rule,
      "until",
      `begins ${comparison} ${limit} and ends at ${until}: the wrong way round; it ends at ${limit} or ${side}.`,
    ),
  ];
}

/** Faults of a threshold that a number input of the device sets. */
function settingFaults(rule: Rule, limit: string, { actuators }: Named, decimals: number): Fault[] {
  const { comparison, until } = rule.wording;
  const numbers = actuators.filter(hasNumber);
  const number = find(numbers, limit);
  if (number === undefined) {
    const known = nearestName(limit, namesOf(numbers));
    return [atWord(rule, comparison, `compares with "${limit}": there is no such number${known}`)];
  }
  const faults: Fault[] = [];
  if (number.decimals > decimals)
    faults.push(
      atWord(
        rule,
        comparison,
        `compares ${decimals} decimals with the number "${limit}", which has ${number.decimals}; give it a coarser step.`,
      ),
    );
  if (until !== undefined)
    faults.push(
      atWord(
        rule,
        "until",
        `ends at ${until}, and begins at what "${limit}" is set to; write margin(...) in place of until.`,
      ),
    );
  return faults;
}

function marginFaults(rule: Rule): Fault[] {
  const { margin } = rule.wording;
  if (margin === undefined || (margin >= 0 && margin < Number.POSITIVE_INFINITY)) return [];
  return [atWord(rule, "margin", `has a margin of ${margin}; it is 0 or more.`)];
}

function guardFaults(rule: Rule, { sensors, actuators }: Named): Fault[] {
  const { guard, guardState, target } = rule.wording;
  if (guard === "") return [];
  const actuator = find(actuators, guard);
  if (actuator !== undefined) return unknownState(rule, "onlyWhile", actuator, guardState);
  if (find(sensors, guard) !== undefined) {
    const permission = `onlyWhile: { ${JSON.stringify(guard)}: ${JSON.stringify(guardState)} }`;
    return [
      atWord(
        rule,
        "onlyWhile",
        `asks for "${guard}", a sensor; write ${permission} in the options of "${target}".`,
      ),
    ];
  }
  const known = nearestName(guard, namesOf(actuators));
  return [atWord(rule, "onlyWhile", `asks for "${guard}": there is no such actuator${known}`)];
}

function targetFaults(rule: Rule, { actuators }: Named): Fault[] {
  const { cause, action, target, state } = rule.wording;
  const actuator = find(actuators, target);
  if (actuator === undefined) {
    const known = nearestName(target, namesOf(actuators));
    return [atWord(rule, "", `acts on "${target}": there is no such actuator${known}`)];
  }
  if (target === cause) return [atWord(rule, "", `acts on "${target}" itself; ${insteadOfItself(actuator)}`)];
  if (action !== "set" && twoStates(actuator) === undefined)
    return [
      atWord(
        rule,
        "",
        `cannot bring "${target}" back: a ${actuator.kind} has no opposite state; write set(...).`,
      ),
    ];
  return action === "toggle" ? [] : unknownState(rule, "", actuator, state);
}

/** Advice for a rule that acts on its own cause. An actuator without `maximumOn` may become a switch. */
function insteadOfItself(actuator: ActuatorDeclaration): string {
  if (twoStates(actuator) !== undefined) return "say maximumOn where it is to go off by itself.";
  return `where it is to end by itself, take powerSwitch("${actuator.name}", valueOnly(), { maximumOn: ... }) and rules on that.`;
}

function timeFaults(rule: Rule, named: Named): Fault[] {
  const { holdFor, stays, action } = rule.wording;
  const faults: Fault[] = [];
  if (typeof holdFor === "string") faults.push(...durationFaults(rule, "for", holdFor, named));
  else if (!isWhole(holdFor, 0, LONGEST_MS))
    faults.push(
      atWord(rule, "for", `must hold for ${holdFor} ms; that is whole milliseconds, at most 24 days.`),
    );
  if (typeof stays === "string") faults.push(...durationFaults(rule, "", stays, named));
  else if (!isWhole(stays, action === "set for" ? 1 : 0, LONGEST_MS))
    faults.push(
      atWord(rule, "", `goes back after ${stays} ms; that is whole milliseconds above 0, at most 24 days.`),
    );
  return faults;
}

/** Faults of a time that a duration input sets. */
function durationFaults(rule: Rule, word: string, name: string, { actuators }: Named): Fault[] {
  const durations = actuators.filter(isDurationInput);
  const duration = find(durations, name);
  if (duration === undefined) {
    const known = nearestName(name, namesOf(durations));
    return [atWord(rule, word, `takes the time "${name}": there is no such durationInput${known}`)];
  }
  if (word === "for" || rule.wording.action !== "set for" || duration.leastValue > 0) return [];
  return [atWord(rule, word, `goes back after "${name}", which may be 0; give it a min above that.`)];
}
