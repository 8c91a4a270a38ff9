// Faults of the totals of periods, in sentences. On a computer only.
import { shown } from "../arguments/given.ts";
import type { Period } from "../clock/periods.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { totalsOf } from "../device/run/kept-totals.ts";
import { PERSISTED_STATES_RECORD } from "../device/run/persisted-states.ts";
import { STARTS_RECORD } from "../device/run/starts.ts";
import { isTotal, type TotalPart } from "../device/run/total.ts";
import { sensorOptions } from "../discovery/sensor-entities.ts";
import { type Fault, fault } from "./fault.ts";
import { measuringParts, partsBehind } from "./measuring-parts.ts";
import { namesOfSameKey } from "./same-keys.ts";

const PERIODS: readonly Period[] = ["hour", "day", "week", "month"];
/** One value of the journal has them all. */
const MOST_TOTALS = 8;

export function totalFaults(declaration: DeviceDeclaration): Fault[] {
  const { sensors = [] } = declaration;
  const totals = measuringParts(declaration).filter(isTotal) as TotalPart[];
  return [
    ...totals.flatMap(periodFaults),
    ...totals.slice(MOST_TOTALS, MOST_TOTALS + 1).map(({ quantity }) => {
      const sentence = `The device has ${totals.length} totals of periods; it may have ${MOST_TOTALS}.`;
      return fault(quantity, "", sentence);
    }),
    ...sameKeyFaults(declaration),
    ...sensors.flatMap((sensor) => [
      ...zonelessFaults(sensor, declaration),
      ...beginningFaults(sensor, declaration),
    ]),
  ];
}

/**
 * Each owns a value of the journal, by a number that is made of the sensor's name, beside the states and the
 * starts of actuators.
 */
function sameKeyFaults({ sensors = [] }: DeviceDeclaration): Fault[] {
  const totals = totalsOf(sensors);
  const same = namesOfSameKey([PERSISTED_STATES_RECORD, STARTS_RECORD, ...totals.map(({ name }) => name)]);
  if (same === undefined) return [];
  const [first, second] = same.map((name) => name.replace(/\.\d+$/, ""));
  const both =
    same[0] === first
      ? `total of the sensor "${second}" and the ${first} of actuators`
      : `totals of the sensors "${first}" and "${second}"`;
  const sentence = `The ${both} are kept under one number, which is made of their names; give ${same[0] === first ? "the sensor" : "one of them"} another name.`;
  return [fault(sensors.find(({ name }) => name === second) ?? {}, "", sentence)];
}

function periodFaults({ each, quantity, sources }: TotalPart): Fault[] {
  const faults: Fault[] = [];
  if (!PERIODS.includes(each)) {
    const sentence = `A total is given ${shown(each)} for its period; write each: ${PERIODS.map(shown).join(", ")}.`;
    faults.push(fault(quantity, "each", sentence));
  }
  if (sources.some(({ part }) => isTotal(part))) {
    const sentence =
      "A total is given another total, which begins anew with each of its periods; give it the counter, as meter.total.";
    faults.push(fault(quantity, "", sentence));
  }
  return faults;
}

function zonelessFaults(sensor: SensorDeclaration, { clock }: DeviceDeclaration): Fault[] {
  const [total] = partsBehind(sensor.quantity.part).filter(isTotal) as TotalPart[];
  if (clock?.zone !== undefined || total === undefined) return [];
  const sentence = `The sensor "${sensor.name}" has the total of each ${total.each}, and the device does not know what time it is at its place; write clock: { zone: "Europe/Berlin" }, or the zone of its place, in device({ ... }).`;
  return [fault(sensor, "", sentence)];
}

/** Home Assistant adds up what a `total` grows by, and has to be told when it begins anew. */
function beginningFaults(sensor: SensorDeclaration, { discovery }: DeviceDeclaration): Fault[] {
  const { quantity, options, name } = sensor;
  if (discovery === undefined || !isTotal(quantity.part) || options.stamped === true) return [];
  const { stateClass } = sensorOptions(sensor, discovery.entities?.[name] ?? {});
  if (stateClass !== "total") return [];
  const sentence = `The sensor "${name}" has the total of each ${(quantity.part as TotalPart).each} and the state class "total", of which Home Assistant learns by the time of measuring when it begins anew; add stamped: true, or leave stateClass out.`;
  return [fault(sensor, "stateClass", sentence)];
}
