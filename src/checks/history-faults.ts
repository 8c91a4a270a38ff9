// Faults of sensors' histories, in sentences. Their options already have their
// right types. On a computer only.
import { shown } from "../arguments/given.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration, SensorHistory } from "../device/declare/sensor.ts";
import { type Fault, fault } from "./fault.ts";
import { isStrange } from "./stamp-faults.ts";

/** A week: no history reaches back further. */
export const LONGEST_HISTORY_MS = 604_800_000;
const EVERY_MS = { least: 2000, most: 3_600_000 };
const POLICIES: readonly unknown[] = [undefined, "oldest", "thin", "reject"];

export function historyFaults({ sensors = [], clock }: DeviceDeclaration): Fault[] {
  return sensors.flatMap((sensor) => {
    const { history } = sensor.options;
    if (history === undefined) return [];
    const [option, sentence] = faultOf(sensor, history, clock !== undefined);
    return sentence === "" ? [] : [fault(sensor, option, sentence)];
  });
}

/** The first fault, and its option; "" for none. */
function faultOf(
  sensor: SensorDeclaration,
  { keep, every = sensor.options.every, overflow }: SensorHistory,
  hasClock: boolean,
): [option: string, sentence: string] {
  const start = `The history of the sensor "${sensor.name}"`;
  if (!hasClock)
    return [
      "history",
      `${start} needs the time, and the device has no clock; write clock: {} in device({ ... }), or leave history out.`,
    ];
  if (sensor.quantity.isMoment === true)
    return ["history", `${start} would keep the time itself; leave history out.`];
  const strange = sensor.options.states?.find(isStrange);
  if (strange !== undefined)
    return [
      "states",
      `${start} has the state ${shown(strange)}; JSON writes its words, so each is one without quotation marks, backslashes and control characters.`,
    ];
  if (!isWhole(every, Math.max(EVERY_MS.least, sensor.options.every), EVERY_MS.most))
    return [
      "history.every",
      `${start} keeps a reading every ${every} ms; that is from two seconds to an hour, and no less than the sensor's own every (${sensor.options.every} ms), as every: minutes(1).`,
    ];
  if (!isWhole(keep, every, LONGEST_HISTORY_MS))
    return [
      "history.keep",
      `${start} reaches back ${keep} ms; that is from its every (${every} ms) to a week, as keep: hours(6).`,
    ];
  if (!POLICIES.includes(overflow))
    return [
      "history.overflow",
      `${start} has the overflow "${overflow}"; it is "oldest", "thin" or "reject".`,
    ];
  return ["", ""];
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
