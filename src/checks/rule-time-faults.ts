// Faults of the times of day in rules. On a computer only.
import { isWhole } from "../arguments/bounds.ts";
import { shown } from "../arguments/given.ts";
import { nearest } from "../arguments/nearest-name.ts";
import { minuteOf } from "../clock/time-of-day.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { daysIn } from "../device/declare/rules/days.ts";
import { placeOfSunTime } from "../device/declare/rules/sun-times.ts";
import type { Rule } from "../device/run/rules/rule.ts";
import { type Fault, fault } from "./fault.ts";
import { ruleWords } from "./rule-words.ts";

const MINUTE_MS = 60_000;
const LONGEST_SHIFT = 720;
const TIME = 'a time of day, "00:00" to "23:59"';

/** Faults of a rule that acts at a time of day, or holds between two. */
export function ruleTimeFaults(rule: Rule, declaration: DeviceDeclaration): Fault[] {
  const { comparison, from, to } = rule.wording;
  const isSpan = from !== "" || to !== "";
  const isMark = comparison === "at" || comparison === "every";
  if (!isMark && !isSpan) return [];
  return [
    ...zonelessFaults(rule, declaration),
    ...sunFaults(rule, declaration),
    ...(comparison === "at" ? markFaults(rule, declaration) : []),
    ...(comparison === "every" ? periodFaults(rule) : []),
    ...(isSpan ? spanFaults(rule) : []),
  ];
}

function zonelessFaults(rule: Rule, { clock }: DeviceDeclaration): Fault[] {
  if (clock?.zone !== undefined) return [];
  const sentence = `${ruleWords(rule)} goes by local time, which the device does not know; write clock: { zone: "Europe/Berlin" }, or the zone of its place, in device({ ... }).`;
  return [fault(rule, "", sentence)];
}

function sunFaults(rule: Rule, { clock }: DeviceDeclaration): Fault[] {
  const { comparison, cause, from, to, shift } = rule.wording;
  const isMark = comparison === "at" && placeOfSunTime(cause) >= 0;
  if (!isMark && placeOfSunTime(from) < 0 && placeOfSunTime(to) < 0) return [];
  const faults: Fault[] = [];
  if (clock?.latitude === undefined) {
    const sentence = `${ruleWords(rule)} goes by the sun, and the device does not know its place; write clock: { zone, latitude: 52.5, longitude: 13.4 } in device({ ... }).`;
    faults.push(fault(rule, "", sentence));
  }
  const minutes = shift / MINUTE_MS;
  if (!isWhole(minutes, -LONGEST_SHIFT, LONGEST_SHIFT)) {
    const sentence = `${ruleWords(rule)} is ${minutes} minutes from that; it is whole minutes, at most 12 hours.`;
    faults.push(fault(rule, shift < 0 ? "minus" : "plus", sentence));
  }
  return faults;
}

function markFaults(rule: Rule, { actuators = [] }: DeviceDeclaration): Fault[] {
  const { cause, ifMissed } = rule.wording;
  const faults: Fault[] = [];
  const inputs = actuators.filter(({ kind }) => kind === "time").map(({ name }) => name);
  if (!isTimeOfDay(cause) && !inputs.includes(cause)) {
    const near = nearest(cause, inputs);
    const meant = near === undefined ? "" : `; did you mean "${near}"?`;
    const sentence = `A rule acts at ${shown(cause)}: that is neither ${TIME}, nor the name of a timeInput${meant === "" ? "." : meant}`;
    faults.push(fault(rule, "at", sentence));
  }
  faults.push(...dayFaults(rule));
  if (!["", "run", "skip"].includes(ifMissed)) {
    const sentence = `${ruleWords(rule)} has ifMissed(${shown(ifMissed)}); it is "run" or "skip".`;
    faults.push(fault(rule, "ifMissed", sentence));
  }
  return faults;
}

function dayFaults(rule: Rule): Fault[] {
  const { days } = rule.wording;
  if (daysIn(days) !== undefined) return [];
  const sentence = `${ruleWords(rule)} is on the days ${shown(days)}; they are "mon" to "sun", as on("mon-fri") or on("sat", "sun").`;
  return [fault(rule, "on", sentence)];
}

/** Marks divide an hour or a day: otherwise the last one of a day would not be as long as the others. */
function periodFaults(rule: Rule): Fault[] {
  const minutes = Number(rule.wording.limit) / MINUTE_MS;
  const hours = minutes / 60;
  if ((isWhole(minutes, 1, 60) && 60 % minutes === 0) || (isWhole(hours, 1, 12) && 24 % hours === 0))
    return dayFaults(rule);
  const cure = minutes === 1440 ? 'write at("00:00") for once a day.' : "take minutes(15), or hours(6).";
  const sentence = `A rule acts every ${shown(minutes)} minutes, which divides neither an hour nor a day; ${cure}`;
  return [fault(rule, "every", sentence)];
}

function isSameTime(from: string, to: string): boolean {
  return from === to || (minuteOf(from) !== undefined && minuteOf(from) === minuteOf(to));
}

function isTimeOfDay(time: string): boolean {
  return minuteOf(time) !== undefined || placeOfSunTime(time) >= 0;
}

function spanFaults(rule: Rule): Fault[] {
  const { from, to } = rule.wording;
  const wrong = [from, to].find((time) => !isTimeOfDay(time));
  if (wrong === undefined && !isSameTime(from, to)) return [];
  const why =
    wrong === undefined
      ? `${from} and ${to}, which is no time at all; leave between out for the whole day.`
      : `times of which ${shown(wrong)} is none; each is ${TIME}.`;
  return [fault(rule, "between", `${ruleWords(rule)} is between ${why}`)];
}
