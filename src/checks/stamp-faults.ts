// Faults of sensors that publish the time of measuring, in sentences. On a computer only.
import { shown } from "../arguments/given.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { pushButtonClass } from "../discovery/push-button.ts";
import { sensorOptions } from "../discovery/sensor-entities.ts";
import { type Fault, fault } from "./fault.ts";

export function stampFaults(declaration: DeviceDeclaration): Fault[] {
  const { sensors = [] } = declaration;
  return sensors
    .filter(({ options }) => options.stamped === true)
    .flatMap((sensor) => {
      const sentence = stampFault(sensor, declaration);
      return sentence === undefined ? [] : [fault(sensor, "stamped", sentence)];
    });
}

/** The first fault, in a sentence. */
function stampFault(sensor: SensorDeclaration, declaration: DeviceDeclaration): string | undefined {
  const start = `The sensor "${sensor.name}" is stamped`;
  const { clock, discovery } = declaration;
  if (clock === undefined)
    return `${start}, and the device has no clock; write clock: {} in device({ ... }), or leave stamped out.`;
  if (sensor.quantity.isMoment === true) return `${start} and publishes the time itself; leave stamped out.`;
  const { states } = sensor.options;
  const strange = states?.find(isStrange);
  if (strange !== undefined)
    return `${start} and has the state ${shown(strange)}; JSON writes its words, so each is one without quotation marks, backslashes and control characters.`;
  const own = discovery?.entities?.[sensor.name] ?? {};
  const isEvent =
    discovery !== undefined && pushButtonClass(sensor.name, states, sensorOptions(sensor, own)) !== undefined;
  if (isEvent || own.trigger === true)
    return `${start} and is a push button in Home Assistant, whose events are the bare words; leave stamped out.`;
  const joined = Object.entries(discovery ?? {}).find(([option, given]) => names(option, given, sensor.name));
  if (joined === undefined) return undefined;
  return `${start} and stands in ${joined[0]} of homeAssistant(), which reads the bare value; leave stamped out.`;
}

/** A word that JSON cannot have as it is. */
export function isStrange(word: string): boolean {
  return JSON.stringify(word) !== `"${word}"`;
}

/** Options of homeAssistant() for single entities name them, and join none. */
function names(option: string, given: unknown, name: string): boolean {
  if (option === "entities" || typeof given !== "object" || given === null) return false;
  const all: unknown[] = Array.isArray(given) ? given : [given];
  return all.some((value) => Object.values(Object(value)).includes(name));
}
