// Classes, units and state classes that Home Assistant would refuse: one sentence each, with what is
// allowed. One that is unknown here may belong to a newer Home Assistant, and is no fault:
// class-warnings.ts reports it.

import type { WrongOption } from "../arguments/given.ts";
import { nearest } from "../arguments/nearest-name.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import type { SensorOptions } from "../device/declare/sensor.ts";
import { PUSH_BUTTON_CLASSES } from "../discovery/push-button.ts";
import {
  announcedUnit,
  BINARY_SENSOR_CLASSES,
  classOf,
  isKnownUnit,
  meantUnit,
  NO_NUMBERS,
  SENSOR_CLASSES,
  type SensorClass,
} from "../discovery/sensor-classes.ts";
import { kindOf } from "../kinds/kinds.ts";

/** For a number with a unit: `what` is `The sensor "air"`. */
export function numberClassFaults(
  what: string,
  unit: string,
  deviceClass: string | undefined,
  stateClass: string | undefined,
): WrongOption[] {
  const meant = meantUnit(unit);
  if (meant !== undefined)
    return [
      wrong("unit", `${what} has the unit "${unit}", which Home Assistant does not know; write "${meant}".`),
    ];
  if (deviceClass === undefined || deviceClass === "none")
    return stateClassFaults(what, stateClass, undefined);
  const facts = classOf(deviceClass);
  if (facts === undefined) return misspelt(what, deviceClass, Object.keys(SENSOR_CLASSES));
  if (NO_NUMBERS.includes(deviceClass))
    return [
      wrong(
        "deviceClass",
        `${what} has the device class "${deviceClass}", which is no number's; leave it out.`,
      ),
    ];
  if (!takesUnit(facts, unit))
    return unit === "" || isKnownUnit(unit) ? [unitFault(what, unit, deviceClass, facts.units)] : [];
  return stateClassFaults(what, stateClass, { deviceClass, allowed: facts.stateClasses });
}

/** For a sensor of two words. */
export function binaryFaults(what: string, deviceClass: string | undefined): WrongOption[] {
  if (deviceClass === undefined || deviceClass === "none" || BINARY_SENSOR_CLASSES.includes(deviceClass))
    return [];
  const known = [...BINARY_SENSOR_CLASSES, ...PUSH_BUTTON_CLASSES];
  const asNumber = classOf(deviceClass) === undefined ? [] : [notOfTwo(what, deviceClass, known)];
  return asNumber.length > 0 ? asNumber : misspelt(`${what} with two states`, deviceClass, known);
}

/** Does the class take the unit? A class without a list takes any, as money does. */
export function takesUnit({ units }: SensorClass, unit: string): boolean {
  return units.length === 0 || units.includes(announcedUnit(unit));
}

/** For a push button. */
export function eventFaults(what: string, { expireAfter }: EntityOptions): WrongOption[] {
  if (expireAfter === undefined) return [];
  const sentence = `${what} is a push button, whose events do not expire in Home Assistant; leave expireAfter out.`;
  return [wrong("expireAfter", sentence)];
}

/** For a device trigger: it must be a push button, each message of which is a press or a release. */
export function triggerFaults(
  what: string,
  { trigger }: EntityOptions,
  isButton: boolean,
  { onRequest, filters = [] }: SensorOptions,
): WrongOption[] {
  if (trigger !== true) return [];
  if (!isButton)
    return [
      wrong("trigger", `${what} is no push button; a device trigger is of the class "button" or "doorbell".`),
    ];
  const kinds = filters.map(({ kind }) => kind);
  const isTold = kinds.includes("dead band") && !kinds.includes("heartbeat") && onRequest !== true;
  if (isTold) return [];
  const sentence = `${what} is a device trigger, and is published without a press too; give it onChange(), and neither heartbeat nor onRequest.`;
  return [wrong("trigger", sentence)];
}

/** For an actuator. */
export function actuatorClassFaults(
  what: string,
  actuator: ActuatorDeclaration,
  deviceClass: string | undefined,
): WrongOption[] {
  const { kind } = actuator;
  const { classes: allowed, unit } = kindOf(actuator);
  if (unit !== undefined) return numberClassFaults(what, unit(actuator), deviceClass, undefined);
  if (deviceClass === undefined || deviceClass === "none" || allowed.includes(deviceClass)) return [];
  const list = allowed.length === 0 ? `a ${kind} has none` : `a ${kind} may be: ${allowed.join(", ")}`;
  return [wrong("deviceClass", `${what} has the device class "${deviceClass}"; in Home Assistant ${list}.`)];
}

function unitFault(what: string, unit: string, deviceClass: string, units: readonly string[]): WrongOption {
  const given = unit === "" ? "no unit" : `the unit "${unit}"`;
  const names = units.map((unit) => (unit === "" ? "none" : unit)).join(", ");
  return wrong(
    "unit",
    `${what} is of the class "${deviceClass}" and has ${given}; Home Assistant takes for it: ${names}.`,
  );
}

/** A class that is near a known one was meant to be that. */
function misspelt(what: string, deviceClass: string, known: readonly string[]): WrongOption[] {
  const near = nearest(deviceClass, known);
  if (near === undefined) return [];
  return [
    wrong(
      "deviceClass",
      `${what} has the device class "${deviceClass}", which Home Assistant does not know; "${near}" is near.`,
    ),
  ];
}

function notOfTwo(what: string, deviceClass: string, known: readonly string[]): WrongOption {
  return wrong(
    "deviceClass",
    `${what} with two states has the device class "${deviceClass}", which is a number's; one of two states may be: ${known.join(", ")}.`,
  );
}

function stateClassFaults(
  what: string,
  stateClass: string | undefined,
  of: { deviceClass: string; allowed: readonly string[] } | undefined,
): WrongOption[] {
  const allowed = of?.allowed ?? ["measurement", "measurement_angle", "total", "total_increasing"];
  if (stateClass === undefined || stateClass === "none" || allowed.includes(stateClass)) return [];
  const owner = of === undefined ? "Home Assistant takes" : `the class "${of.deviceClass}" takes`;
  const given = stateClass === "" ? "an empty state class" : `the state class "${stateClass}"`;
  return [wrong("stateClass", `${what} has ${given}; ${owner}: ${[...allowed, "none"].join(", ")}.`)];
}

function wrong(option: keyof EntityOptions | "unit", sentence: string): WrongOption {
  return { option, sentence };
}
