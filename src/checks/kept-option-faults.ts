// The options of a sensor's history, and of what survives a power cut, with their types. On a computer only.
import { type Check, isRecord, isText, shown } from "../arguments/given.ts";
import type { DurableOptions, SensorDeclaration, SensorHistory } from "../device/declare/sensor.ts";
import { isTime } from "../kinds/option-checks.ts";
import type { Fault } from "./fault.ts";
import { type Checks, wrongOptionFaults } from "./wrong-option-faults.ts";

export const isDurable: Check = (value) =>
  value === true || isRecord(value) ? undefined : "true or { within: seconds(30) }";

const HISTORY: Checks<SensorHistory> = { keep: isTime, every: isTime, overflow: isText, durable: isDurable };
const DURABLE: Checks<DurableOptions> = { within: isTime };

/** Both are records already, where there are any. */
export function keptOptionFaults(sensor: SensorDeclaration): Fault[] {
  const { durable, history } = sensor.options;
  const name = shown(sensor.name);
  return [
    ...(history === undefined
      ? []
      : wrongOptionFaults(sensor, ["history"], `options of the history of ${name}`, history, HISTORY)),
    ...durableFaults(sensor, ["durable"], durable),
    ...durableFaults(sensor, ["history", "durable"], history?.durable),
  ];
}

function durableFaults(sensor: SensorDeclaration, way: readonly string[], durable: unknown): Fault[] {
  if (!isRecord(durable)) return [];
  const what = `options of what is durable of ${shown(sensor.name)}`;
  return wrongOptionFaults(sensor, way, what, durable, DURABLE);
}
