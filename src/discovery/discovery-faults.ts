// What is wrong with a declaration for Home Assistant: which would refuse it without a word to the device. In no image.
import type { ActuatorDeclaration } from "../device/actuators/declaration.ts";
import type { DeviceDeclaration } from "../device/device.ts";
import type { EntityOptions } from "../device/home-assistant.ts";
import type { SensorDeclaration } from "../device/sensor.ts";
import { actuatorOptions } from "./actuator-entities.ts";
import {
  type Announcement,
  announcementsOf,
  type Hardware,
  packetBytes,
  usualIdentityBytes,
} from "./announcements.ts";
import { actuatorFaults, binaryFaults, numberFaults } from "./class-faults.ts";
import { NO_MAIN } from "./main-entity.ts";
import { nearest } from "./nearest.ts";
import { PROBLEM } from "./problem-entity.ts";
import { obviousClass } from "./sensor-classes.ts";
import { isBinary, sensorOptions } from "./sensor-entities.ts";

const PREFIX = /^[\w-]+(\/[\w-]+)*$/;
const URL_FORM = /^https?:\/\/[^\s/]+\S*$/;
const ICON = /^[a-z]+:[a-z0-9-]+$/;
/** Texts that go into JSON and onto a screen. */
const CONTROL = /\p{Cc}/u;
const LEAST_EXPIRY_MS = 1000;

/** One sentence for each fault: what was given, what is allowed. Empty when nothing is wrong, or nothing announced. */
export function discoveryFaults(
  declaration: DeviceDeclaration,
  linkBytes: number,
  hardware?: Hardware,
): string[] {
  const { sensors = [], actuators = [], discovery } = declaration;
  if (discovery === undefined) return [];
  const own = (name: string) => discovery.entities?.[name] ?? {};
  const faults = [
    ...deviceFaults(declaration),
    ...sensors
      .filter(({ name }) => own(name).hidden !== true)
      .flatMap((one) => sensorFaults(one, own(one.name))),
    ...actuators
      .filter(({ name }) => own(name).hidden !== true)
      .flatMap((one) => actuatorOptionFaults(one, own(one.name))),
  ];
  return faults.length > 0 ? faults : sizeFaults(declaration, discovery.messageBytes ?? linkBytes, hardware);
}

function deviceFaults({ sensors = [], actuators = [], discovery = {} }: DeviceDeclaration): string[] {
  const { prefix = "homeassistant", label, area, manufacturer, model, version, entities = {} } = discovery;
  const { main, supportUrl } = discovery;
  const things = [...sensors, ...actuators].map(({ name }) => name);
  const names = [...things, PROBLEM];
  const texts = Object.entries({ label, area, manufacturer, model, version });
  return [
    ...(PREFIX.test(prefix)
      ? []
      : [
          `The discovery prefix "${prefix}" is none; it is made of letters, digits, "_", "-" and "/" between them.`,
        ]),
    ...texts.flatMap(([name, text]) => textFaults(`The device's ${name} for Home Assistant`, text)),
    ...(supportUrl === undefined || URL_FORM.test(supportUrl)
      ? []
      : [
          `The device's supportUrl is ${JSON.stringify(supportUrl)}; it begins with "https://" or "http://".`,
        ]),
    ...(main === undefined || main === NO_MAIN || things.includes(main) ? [] : [unknownMain(main, things)]),
    ...Object.keys(entities)
      .filter((name) => !names.includes(name))
      .map((name) => unknownEntity(name, names)),
  ];
}

function unknownEntity(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  const cure = near === undefined ? `it has: ${names.join(", ")}` : `"${near}" is near`;
  return `Home Assistant is told of "${name}", which the device has not; ${cure}.`;
}

function unknownMain(main: string, things: readonly string[]): string {
  return `The device's main thing is said to be "${main}", which it has not; it has: ${[...things, NO_MAIN].join(", ")}.`;
}

function sensorFaults(sensor: SensorDeclaration, own: EntityOptions): string[] {
  const { name, options } = sensor;
  const what = `The sensor "${name}"`;
  const given = sensorOptions(sensor, own);
  const { unit = "", states, every } = options;
  const faults = [...optionFaults(what, given), ...expiryFaults(what, given.expireAfter, every)];
  if (given.category === "config")
    faults.push(`${what} is of the category "config"; a sensor may be "diagnostic".`);
  if (states !== undefined)
    return isBinary(states, given) ? [...faults, ...binaryFaults(what, given.deviceClass)] : faults;
  const deviceClass = given.deviceClass ?? obviousClass(name, unit);
  return [...faults, ...numberFaults(what, unit, deviceClass, given.stateClass)];
}

function actuatorOptionFaults(actuator: ActuatorDeclaration, own: EntityOptions): string[] {
  const { name, kind, numberUnit } = actuator;
  const what = `The ${kind} "${name}"`;
  const given = actuatorOptions(actuator, own);
  const ofClass =
    kind === "number"
      ? numberFaults(what, numberUnit, given.deviceClass, undefined)
      : actuatorFaults(what, kind, given.deviceClass);
  return [...optionFaults(what, given), ...ofClass];
}

function optionFaults(what: string, { label, icon }: EntityOptions): string[] {
  const faults = textFaults(`The label of ${what.charAt(0).toLowerCase()}${what.slice(1)}`, label);
  if (icon !== undefined && !ICON.test(icon))
    faults.push(`${what} has the icon "${icon}"; an icon is written as "mdi:pipe-leak".`);
  return faults;
}

function textFaults(what: string, text: string | undefined): string[] {
  if (text === undefined || (text.trim() !== "" && !CONTROL.test(text))) return [];
  return [`${what} is ${JSON.stringify(text)}; it is a text of at least one letter, in one line.`];
}

function expiryFaults(what: string, expireAfter: number | undefined, every: number): string[] {
  if (expireAfter === undefined || expireAfter >= Math.max(every, LEAST_EXPIRY_MS)) return [];
  return [
    `${what} expires after ${expireAfter} ms and is sampled every ${every} ms; let it expire after three times as long.`,
  ];
}

function sizeFaults(
  declaration: DeviceDeclaration,
  budget: number,
  hardware: Hardware | undefined,
): string[] {
  const bytes = (one: Announcement) => packetBytes(one, usualIdentityBytes(declaration));
  return announcementsOf(declaration, budget, hardware)
    .filter((one) => bytes(one) > budget)
    .map(
      (one) =>
        `The announcement of "${one.entities[0]?.key}" to Home Assistant has ${bytes(one)} bytes, and ${budget} can go out at once; shorten its texts, or allow more with homeAssistant({ messageBytes: ${bytes(one)} }).`,
    );
}
