// Fault of what wakes a sleeping device beside its timer: one contact, or one counter of pulses. On a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import type { SleepOptions } from "../device/declare/sleep.ts";
import type { Contact } from "../drivers/contact.ts";
import type { PulseCounter } from "../drivers/pulse-counter.ts";
import { type Fault, fault } from "./fault.ts";

/** At most one. */
export function wakeByFaults(declaration: DeviceDeclaration, { every, wakeBy }: SleepOptions): Fault[] {
  if (wakeBy === undefined) return [];
  const sensor = declaration.sensors?.find(({ name }) => name === wakeBy);
  if (sensor === undefined)
    return refused(
      declaration,
      "sleep.wakeBy",
      `The device wakes by "${wakeBy}", and has no sensor of that name; name one of ${sensorNames(declaration)}.`,
    );
  const start = `The device wakes by "${wakeBy}"`;
  if (declaration.clock !== undefined)
    return refused(
      declaration,
      "clock",
      `${start}, and no chip says how long it has slept then, so that its clock would be wrong; leave \`clock\` or \`sleep.wakeBy\` out.`,
    );
  const { part } = sensor.quantity;
  if (part.goOn !== undefined) return counterFaults(declaration, sensor, every);
  if (!part.watched || sensor.quantity !== (part as Contact).state)
    return refused(
      declaration,
      "sleep.wakeBy",
      `${start}, whose part is neither a contact nor a counter of pulses; name a sensor of one, or leave \`wakeBy\` out.`,
    );
  const { qos = 0, overflow, durable } = sensor.options;
  if (qos > 0 && (durable !== undefined || (overflow !== undefined && overflow !== "latest"))) return [];
  return refused(
    sensor,
    "qos",
    `${start}, which may be back before there is a network, and would tell its last state alone; write qos: 1 and overflow: "oldest", so that it tells both.`,
  );
}

function counterFaults(
  declaration: DeviceDeclaration,
  { name, quantity }: SensorDeclaration,
  every: number,
): Fault[] {
  const start = `The device wakes by "${name}"`;
  if (quantity !== (quantity.part as PulseCounter).total)
    return refused(
      declaration,
      "sleep.wakeBy",
      `${start}, which is no total: nobody knows over which time its pulses came. Name a sensor of its \`total\`.`,
    );
  if (every === 0) return [];
  return refused(
    declaration,
    "sleep.every",
    `${start} and every ${every} ms, and no chip says which of both it was, so that no pulse could be counted; leave \`every\` out.`,
  );
}

function refused(of: object, option: string, sentence: string): Fault[] {
  return [fault(of, option, sentence)];
}

export function sensorNames({ sensors = [] }: DeviceDeclaration): string {
  return sensors.map(({ name }) => `"${name}"`).join(", ");
}
