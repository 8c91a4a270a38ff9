// Faults of a declaration for Home Assistant, which would refuse it without a word
// to the device. In no image.

import type { WrongOption } from "../arguments/given.ts";
import { nearest } from "../arguments/nearest-name.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import type { DeviceDeclaration, Hardware } from "../device/declare/device.ts";
import type { EntityOptions, HomeAssistantOptions } from "../device/declare/home-assistant.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { NEXT_REPORT_NAME, SAFE_MODE_NAME, STAY_AWAKE_NAME } from "../device/run/topics.ts";
import { actuatorOptions } from "../discovery/actuator-entities.ts";
import {
  type Announcement,
  announcementsOf,
  packetBytes,
  usualIdentityBytes,
} from "../discovery/announcements.ts";
import { titleOf } from "../discovery/joined/joined.ts";
import {
  type JoinedEntity,
  joinedEntities,
  joinedOptions,
  takenNames,
} from "../discovery/joined/joined-entities.ts";
import { NO_MAIN } from "../discovery/main-entity.ts";
import { PROBLEM } from "../discovery/problem-entity.ts";
import { pushButtonClass } from "../discovery/push-button.ts";
import { obviousClass } from "../discovery/sensor-classes.ts";
import { isBinary, sensorOptions } from "../discovery/sensor-entities.ts";
import { kindOf } from "../kinds/kinds.ts";
import {
  actuatorClassFaults,
  binaryFaults,
  eventFaults,
  numberClassFaults,
  triggerFaults,
} from "./class-faults.ts";
import { called, type Fault, fault } from "./fault.ts";
import { joinedFaults } from "./joined-faults.ts";

const PREFIX = /^[\w-]+(\/[\w-]+)*$/;
const URL_FORM = /^https?:\/\/[^\s/]+\S*$/;
const ICON = /^[a-z]+:[a-z0-9-]+$/;
/** Texts that go into JSON and onto a screen. */
const CONTROL = /\p{Cc}/u;
const LEAST_EXPIRY_MS = 1000;
/** core, components/mqtt/number.py. */
const LEAST_STEP = 0.001;

/** Empty when nothing is wrong, or nothing is announced. */
export function discoveryFaults(
  declaration: DeviceDeclaration,
  linkBytes: number,
  hardware?: Hardware,
): Fault[] {
  const { sensors = [], actuators = [], discovery } = declaration;
  if (discovery === undefined) return [];
  const faults = [
    ...deviceFaults(declaration, discovery),
    ...joinedEntities(declaration).flatMap((entity) => joinedTextFaults(entity, discovery)),
    ...joinedFaults(declaration, discovery),
    ...sensors.flatMap((sensor) => entityFaults(sensor, discovery, (own) => sensorFaults(sensor, own))),
    ...actuators.flatMap((actuator) =>
      entityFaults(actuator, discovery, (own) => actuatorOptionFaults(actuator, own)),
    ),
  ];
  return faults.length > 0 ? faults : sizeFaults(declaration, discovery, linkBytes, hardware);
}

/**
 * Options of a thing for Home Assistant stand where the thing is made, or below its name in homeAssistant().
 */
function entityFaults(
  thing: { name: string },
  discovery: HomeAssistantOptions,
  wrongOptions: (own: EntityOptions) => readonly WrongOption[],
): Fault[] {
  const own = discovery.entities?.[thing.name] ?? {};
  if (own.hidden === true) return [];
  return wrongOptions(own).map(({ option, sentence }) =>
    Object.hasOwn(own, option)
      ? { sentence, of: discovery, option: ["entities", thing.name, option] }
      : fault(thing, option, sentence),
  );
}

function joinedTextFaults(entity: JoinedEntity, discovery: HomeAssistantOptions): Fault[] {
  const own = discovery.entities?.[entity.key] ?? {};
  return optionFaults(`The ${titleOf(entity.joined)} "${entity.key}"`, joinedOptions(entity, own)).map(
    ({ option, sentence }) => ({
      sentence,
      of: discovery,
      option: Object.hasOwn(own, option) ? ["entities", entity.key, option] : [...entity.path, option],
    }),
  );
}

function deviceFaults(declaration: DeviceDeclaration, discovery: HomeAssistantOptions): Fault[] {
  const { prefix = "homeassistant", label, area, manufacturer, model, version } = discovery;
  const { supportUrl } = discovery;
  const faults: Fault[] = [];
  const add = (option: string, sentence: string) => faults.push(fault(discovery, option, sentence));
  if (!PREFIX.test(prefix))
    add(
      "prefix",
      `The discovery prefix "${prefix}" is none; it is made of letters, digits, "_", "-" and "/" between them.`,
    );
  for (const [option, text] of Object.entries({ label, area, manufacturer, model, version }))
    for (const sentence of textFaults(`The device's ${option} for Home Assistant`, text))
      add(option, sentence);
  if (supportUrl !== undefined && !URL_FORM.test(supportUrl))
    add(
      "supportUrl",
      `The device's supportUrl is ${JSON.stringify(supportUrl)}; it begins with "https://" or "http://".`,
    );
  return [...faults, ...nameFaults(declaration, discovery)];
}

/** Of names that the device is said to have. */
function nameFaults(declaration: DeviceDeclaration, discovery: HomeAssistantOptions): Fault[] {
  const { sensors = [], actuators = [], sleep, safeMode } = declaration;
  const { main, entities = {} } = discovery;
  const taken = takenNames(declaration);
  const joined = joinedEntities(declaration).map(({ key }) => key);
  const all = [...sensors, ...actuators].map(({ name }) => name);
  const things = [...joined, ...all.filter((name) => !taken.includes(name))];
  const ownNames = {
    [STAY_AWAKE_NAME]: sleep?.stayAwake,
    [NEXT_REPORT_NAME]: sleep?.tellsNext,
    [SAFE_MODE_NAME]: safeMode,
  };
  const own = Object.entries(ownNames).flatMap(([name, has]) => (has ? [name] : []));
  const names = [...joined, ...all, PROBLEM, ...own];
  const isMain = main === undefined || main === NO_MAIN || things.includes(main);
  return [
    ...(isMain ? [] : [fault(discovery, "main", unknownMain(main, things))]),
    ...Object.keys(entities)
      .filter((name) => !names.includes(name))
      .map((name) => ({
        sentence: unknownEntity(name, names),
        of: discovery,
        option: ["entities", name],
      })),
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

function sensorFaults(sensor: SensorDeclaration, own: EntityOptions): WrongOption[] {
  const { name, options } = sensor;
  const what = `The sensor "${name}"`;
  const given = sensorOptions(sensor, own);
  const { unit = "", states, every } = options;
  const faults = [...optionFaults(what, given), ...expiryFaults(what, given.expireAfter, every)];
  if (given.category === "config")
    faults.push({
      option: "category",
      sentence: `${what} is of the category "config"; a sensor may be "diagnostic".`,
    });
  const isButton = pushButtonClass(name, states, given) !== undefined;
  faults.push(...triggerFaults(what, given, isButton, options));
  if (isButton) return [...faults, ...eventFaults(what, given)];
  if (states !== undefined)
    return isBinary(states, given) ? [...faults, ...binaryFaults(what, given.deviceClass)] : faults;
  const deviceClass = given.deviceClass ?? obviousClass(name, unit);
  return [...faults, ...numberClassFaults(what, unit, deviceClass, given.stateClass)];
}

function actuatorOptionFaults(actuator: ActuatorDeclaration, own: EntityOptions): WrongOption[] {
  const what = called(actuator);
  const given = actuatorOptions(actuator, own);
  return [
    ...optionFaults(what, given),
    ...actuatorClassFaults(what, actuator, given.deviceClass),
    ...stepFaults(what, actuator),
  ];
}

/** For a value that people set in steps. */
function stepFaults(what: string, actuator: ActuatorDeclaration): WrongOption[] {
  const { step } = kindOf(actuator).entity(actuator);
  if (typeof step !== "number" || step >= LEAST_STEP) return [];
  return [
    {
      option: "step",
      sentence: `${what} has a step of ${step}; Home Assistant takes ${LEAST_STEP} or more.`,
    },
  ];
}

function optionFaults(what: string, { label, icon }: EntityOptions): WrongOption[] {
  const labelled = `The label of ${what.charAt(0).toLowerCase()}${what.slice(1)}`;
  const faults: WrongOption[] = textFaults(labelled, label).map((sentence) => ({
    option: "label",
    sentence,
  }));
  if (icon !== undefined && !ICON.test(icon))
    faults.push({
      option: "icon",
      sentence: `${what} has the icon "${icon}"; an icon is written as "mdi:pipe-leak".`,
    });
  return faults;
}

function textFaults(what: string, text: string | undefined): string[] {
  if (text === undefined || (text.trim() !== "" && !CONTROL.test(text))) return [];
  return [`${what} is ${JSON.stringify(text)}; it is a text of at least one letter, in one line.`];
}

function expiryFaults(what: string, expireAfter: number | undefined, every: number): WrongOption[] {
  if (expireAfter === undefined || expireAfter >= Math.max(every, LEAST_EXPIRY_MS)) return [];
  const sentence = `${what} expires after ${expireAfter} ms and is sampled every ${every} ms; let it expire after three times as long.`;
  return [{ option: "expireAfter", sentence }];
}

function sizeFaults(
  declaration: DeviceDeclaration,
  discovery: HomeAssistantOptions,
  linkBytes: number,
  hardware: Hardware | undefined,
): Fault[] {
  const budget = discovery.messageBytes ?? linkBytes;
  const bytes = (announcement: Announcement) => packetBytes(announcement, usualIdentityBytes(declaration));
  return announcementsOf(declaration, budget, hardware)
    .filter((announcement) => bytes(announcement) > budget)
    .map((announcement) =>
      fault(
        discovery,
        "messageBytes",
        `The announcement of "${announcement.entities[0]?.key}" to Home Assistant has ${bytes(announcement)} bytes, and ${budget} can go out at once; shorten its texts, or allow more with homeAssistant({ messageBytes: ${bytes(announcement)} }).`,
      ),
    );
}
