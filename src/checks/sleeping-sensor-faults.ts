// Fault of a sensor of a device that sleeps: each wake is a start, so that nothing acts between two of them.
// On a computer only.
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import type { SleepOptions } from "../device/declare/sleep.ts";
import type { FilterKind } from "../device/run/filters/filter.ts";
import { type Fault, fault } from "./fault.ts";
import { partsBehind } from "./measuring-parts.ts";

/** They hold readings back, and a wake has but one. */
const HOLDING: readonly FilterKind[] = ["dead band", "throttle", "debounce", "heartbeat"];

/** At most one. */
export function sleepingSensorFaults(
  sensor: SensorDeclaration,
  { every: wakesEvery, wakeBy }: SleepOptions,
): Fault[] {
  const { options } = sensor;
  const start = startOf(sensor);
  if (wakesEvery > 0 && options.every !== wakesEvery) {
    const seconds = wakesEvery / 1000;
    const sentence = `${start} is read every ${options.every} ms, between two wakes; write every: seconds(${seconds}), as often as the device wakes.`;
    return [fault(sensor, "every", sentence)];
  }
  const ofParts = partFaults(sensor, wakeBy);
  return ofParts.length > 0 ? ofParts : optionFaults(sensor);
}

function startOf({ name }: SensorDeclaration): string {
  return `The device sleeps, and the sensor "${name}"`;
}

function partFaults(sensor: SensorDeclaration, wakeBy: string | undefined): Fault[] {
  const start = startOf(sensor);
  const parts = partsBehind(sensor.quantity.part);
  if (
    sensor.name !== wakeBy &&
    parts.some(({ watched, wire, pins }) => watched || wire === "pulses" || has(pins, "pulses"))
  )
    return [
      fault(
        sensor,
        "",
        `${start} goes by changes of a pin, which nobody sees meanwhile. One contact can wake it, as sleep: { wakeBy: "${sensor.name}" }; leave the sensor or \`sleep\` out.`,
      ),
    ];
  if (parts.some(({ role, sources }) => sources !== undefined && role === "integral"))
    return [
      fault(
        sensor,
        "",
        `${start} adds up over time, and its sum would begin anew at each wake; leave the sensor or \`sleep\` out.`,
      ),
    ];
  return [];
}

function optionFaults(sensor: SensorDeclaration): Fault[] {
  const start = startOf(sensor);
  const { filters = [], onRequest, history, asks } = sensor.options;
  if (history?.overflow === "thin")
    return [
      fault(
        sensor,
        "history.overflow",
        `${start} has a history that thins itself out, which goes by one life of the device; write overflow: "oldest" or "reject".`,
      ),
    ];
  const holding = filters.find(({ kind }) => HOLDING.includes(kind));
  if (holding !== undefined)
    return [
      fault(
        holding,
        "",
        `${start} has the filter "${holding.kind}", which would hold the reading that the device woke for. Leave the filter or \`sleep\` out.`,
      ),
    ];
  const listening = Object.entries({ onRequest, asks }).find(([, given]) => Boolean(given))?.[0];
  if (listening === undefined) return [];
  return [
    fault(
      sensor,
      listening,
      `${start} has \`${listening}\`, which is not possible yet; leave \`${listening}\` or \`sleep\` out.`,
    ),
  ];
}

function has(pins: Readonly<Record<string, string>> | undefined, kind: string): boolean {
  return Object.values(pins ?? {}).includes(kind);
}
