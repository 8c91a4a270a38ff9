// Faults of a device's declaration, for the build, `ringmote run` and tests. On a
// computer only, never in an image.

import { asksFor5 } from "../arguments/asks-for-5.ts";
import { shown } from "../arguments/given.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { DIAGNOSTIC_NAMES } from "../device/declare/diagnostics.ts";
import { LEVELS } from "../device/run/log.ts";
import { actuatorFaults } from "./actuator-faults.ts";
import { clockFaults } from "./clock-faults.ts";
import { contradictions } from "./contradictions.ts";
import { derivedFaults } from "./derived-faults.ts";
import { displayFaults, showlessFaults } from "./display-faults.ts";
import { durableFaults } from "./durable-faults.ts";
import { type Fault, fault } from "./fault.ts";
import { followFaults } from "./follow-faults.ts";
import { historyFaults } from "./history-faults.ts";
import { partsOf } from "./measuring-parts.ts";
import { romCodeFaults, sharedLineFaults } from "./one-wire-faults.ts";
import { declarationOptionFaults } from "./option-faults.ts";
import { pageFaults } from "./page-faults.ts";
import { partFaults, partlessFaults } from "./part-faults.ts";
import { questionFaults } from "./question-faults.ts";
import { ruleFaults } from "./rule-faults.ts";
import { sealedFaults } from "./sealed-faults.ts";
import { sensorFaults } from "./sensor-faults.ts";
import { setUpFaults } from "./set-up-faults.ts";
import { sleepFaults } from "./sleep-faults.ts";
import { stampFaults } from "./stamp-faults.ts";
import { supplyFaults } from "./supply-faults.ts";
import { totalFaults } from "./total-faults.ts";
import { updateFaults } from "./update-faults.ts";

const NAME = /^[a-z0-9-]+$/;
const LONGEST_NAME = 64;
/** Levels of the topic scheme that are the device's own (topics.ts). */
const TAKEN: readonly string[] = [
  "status",
  "problem",
  "log",
  "settings",
  "update",
  "stay-awake",
  "next-report",
  "safe-mode",
  "sealed",
];
const LONGEST_ABSENCE_MS = 24 * 86_400_000;
const SHORT_TEXT = /^[ -~]{1,60}$/;
const MOST_PROPERTIES = 4;
const KEEP_ALIVE_MS = { least: 10_000, most: 64_800_000 };

/** Empty when the declaration is sound. */
export function declarationFaults(declaration: DeviceDeclaration): Fault[] {
  const formless = formFaults(declaration);
  if (formless.length > 0) return formless;
  const { sensors = [], actuators = [] } = declaration;
  const own = (option: string, sentences: readonly string[]) =>
    sentences.map((sentence) => fault(declaration, option, sentence));
  const faults = [
    ...sessionOptionFaults(declaration, own),
    ...nameFaultsOf(sensors, actuators),
    ...sensorFaults(sensors),
    ...stampFaults(declaration),
    ...historyFaults(declaration),
    ...setUpFaults(declaration),
    ...pageFaults(declaration),
    ...sleepFaults(declaration),
    ...updateFaults(declaration),
    ...sealedFaults(declaration),
    ...totalFaults(declaration),
    ...durableFaults(declaration),
    ...questionFaults(declaration),
    ...sessionFaults(declaration),
    ...partFaults(partsOf(declaration)),
    ...supplyFaults(declaration),
    ...sharedLineFaults(declaration),
    ...romCodeFaults(declaration),
    ...diagnosticFaults(declaration),
    ...own("log.level", logFaults(declaration.log?.level)),
    ...actuatorFaults(actuators, sensors),
    ...ruleFaults(declaration),
    ...followFaults(declaration),
    ...displayFaults(declaration),
  ];
  return faults.length > 0 ? faults : contradictions(declaration);
}

/** Faults of the device's name, and of the options that are about its session with the broker. */
function sessionOptionFaults(
  declaration: DeviceDeclaration,
  own: (option: string, sentences: readonly string[]) => Fault[],
): Fault[] {
  const { name, status, sessionExpiry } = declaration;
  return [
    ...own("name", nameFaults("device", name)),
    ...own("status.keepAlive", keepAliveFaults(status?.keepAlive)),
    ...own("status.offlineAfter", absenceFaults("offlineAfter", declaration, status?.offlineAfter)),
    ...own("sessionExpiry", absenceFaults("sessionExpiry", declaration, sessionExpiry)),
    ...clockFaults(declaration),
    ...own("userProperties", userPropertyFaults(declaration)),
    ...own("followServerReference", referenceFaults(declaration)),
    ...own("replies", replyFaults(declaration)),
  ];
}

/** Faults of the names of sensors and actuators: their form, and a name that stands twice. */
function nameFaultsOf(
  sensors: NonNullable<DeviceDeclaration["sensors"]>,
  actuators: NonNullable<DeviceDeclaration["actuators"]>,
): Fault[] {
  const parts = [...sensors, ...actuators];
  const names = parts.map((declared) => declared.name);
  return [
    ...sensors.flatMap((sensor) =>
      nameFaults("sensor", sensor.name).map((sentence) => fault(sensor, "", sentence)),
    ),
    ...actuators.flatMap((actuator) =>
      nameFaults("actuator", actuator.name).map((sentence) => fault(actuator, "", sentence)),
    ),
    ...parts.flatMap((part, i) =>
      placeFaults(part.name, names.slice(0, i)).map((sentence) => fault(part, "", sentence)),
    ),
  ];
}

/** Faults of a value that is no declaration at all: nothing else can be checked then. */
export function formFaults(declaration: DeviceDeclaration): Fault[] {
  const faults = ownFormFaults(declaration);
  if (faults.length > 0) return faults;
  const partless = [...partlessFaults(declaration), ...showlessFaults(declaration)];
  return partless.length > 0 ? partless : derivedFaults(declaration);
}

/** Those of them of which these sentences say more than the types: options, and the name. */
export function ownFormFaults(declaration: DeviceDeclaration): Fault[] {
  const faults = declarationOptionFaults(declaration);
  const isNamed = typeof declaration?.name === "string";
  if (faults.length > 0 || isNamed) return faults;
  return nameFaults("device", declaration.name).map((sentence) => fault(declaration, "name", sentence));
}

/** The name is a level of topics, and the first part of the device's client identifier. */
function nameFaults(what: string, name: unknown): string[] {
  const allowed = `it is made of lower-case letters, digits and "-"`;
  if (name === undefined) return [`The ${what} has no name; ${allowed}.`];
  if (typeof name !== "string") return [`The ${what} name is ${shown(name)}; ${allowed}, as text.`];
  if (!NAME.test(name)) return [`The ${what} name "${name}" is not one; ${allowed}${nearName(name)}.`];
  if (name.length <= LONGEST_NAME) return [];
  return [`The ${what} name ${shown(name)} has ${name.length} characters; it has ${LONGEST_NAME} at most.`];
}

/** The same for a name's characters. */
function nearName(name: string): string {
  const near = name
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return NAME.test(near) ? `; write "${near}"` : "";
}

function placeFaults(name: string, before: readonly string[]): string[] {
  if (before.includes(name))
    return [`Two parts of the device are called "${name}"; each needs a name of its own.`];
  if (TAKEN.includes(name))
    return [`The name "${name}" is the device's own topic; give the part another one.`];
  return [];
}

function keepAliveFaults(ms: number | undefined): string[] {
  const { least, most } = KEEP_ALIVE_MS;
  if (ms === undefined || ms === 0 || (isWhole(ms, least, most) && ms % 1000 === 0)) return [];
  return [`The keep-alive of ${ms} ms is not possible; it is 0 (never), or whole seconds from 10 s to 18 h.`];
}

/**
 * The time for which a broker remembers an absent device: only MQTT 5.0 has it, and only in a kept session.
 */
function absenceFaults(
  option: string,
  { mqtt, session }: DeviceDeclaration,
  ms: number | undefined,
): string[] {
  if (ms === undefined) return [];
  if (!asksFor5(mqtt)) return [`The option ${option} needs MQTT 5.0; write mqtt: 5, or leave ${option} out.`];
  if (session === "clean")
    return [
      `The option ${option} needs a session that the broker keeps; leave \`session\` or ${option} out.`,
    ];
  if (isWhole(ms, 0, LONGEST_ABSENCE_MS) && ms % 1000 === 0) return [];
  return [`The option ${option} of ${ms} ms is not possible; it is whole seconds from 0 s to 24 days.`];
}

/** They go with each value, and so they are few and short. */
function userPropertyFaults({ mqtt, userProperties }: DeviceDeclaration): string[] {
  if (userProperties === undefined) return [];
  if (mqtt !== 5 && mqtt !== "either")
    return ["The option userProperties needs MQTT 5.0; write mqtt: 5, or leave userProperties out."];
  const strange = userProperties.flat().find((text) => typeof text !== "string" || !SHORT_TEXT.test(text));
  if (strange !== undefined)
    return [
      `A name or value of userProperties is ${shown(strange)}; each is text of 1 to 60 letters, digits and signs of ASCII.`,
    ];
  if (userProperties.length <= MOST_PROPERTIES) return [];
  return [
    `There are ${userProperties.length} userProperties, which go with each value; there are ${MOST_PROPERTIES} at most.`,
  ];
}

/** A broker of 3.1.1 names no other one. */
function referenceFaults({ mqtt, followServerReference }: DeviceDeclaration): string[] {
  if (followServerReference !== true || asksFor5(mqtt)) return [];
  return [
    "The option followServerReference needs MQTT 5.0; write mqtt: 5, or leave followServerReference out.",
  ];
}

/** A message of 3.1.1 cannot name the topic of its answer, and a device listens for its own topics only. */
function replyFaults({ mqtt, replies, actuators = [] }: DeviceDeclaration): string[] {
  if (replies !== true) return [];
  if (mqtt !== 5)
    return [
      "The option replies needs MQTT 5.0 and no other version; write mqtt: 5, or leave replies out and follow <root>/<actuator> and <root>/<actuator>/problem.",
    ];
  if (actuators.length > 0) return [];
  return ["The option replies answers commands, and the device has no actuators; leave replies out."];
}

/** In a new session nobody knows which messages have come already. */
function sessionFaults({ session, sensors = [] }: DeviceDeclaration): Fault[] {
  const once = sensors.find(({ options }) => options.qos === 2);
  if (session !== "clean" || once === undefined) return [];
  return [
    fault(
      once,
      "qos",
      `The sensor "${once.name}" publishes at QoS 2 and the session is "clean"; leave \`session\` out, or write qos: 1.`,
    ),
  ];
}

function diagnosticFaults(declaration: DeviceDeclaration): Fault[] {
  const known: readonly string[] = DIAGNOSTIC_NAMES;
  const diagnostics: readonly string[] = declaration.diagnostics ?? [];
  return diagnostics.flatMap((name, i) => {
    if (name === "next-report" && (declaration.sleep?.every ?? 0) === 0)
      return [
        fault(
          declaration,
          `diagnostics.${i}`,
          'No timer wakes the device from sleep, so that it has no "next-report"; leave that diagnostic out.',
        ),
      ];
    const sentence = `There is no diagnostic "${name}"; there are ${known.join(", ")}.`;
    return known.includes(name) ? [] : [fault(declaration, `diagnostics.${i}`, sentence)];
  });
}

function logFaults(level: string | undefined): string[] {
  if (level === undefined || LEVELS.includes(level)) return [];
  return [`The log has the level "${level}"; it is "error", "warning", "info" or "debug".`];
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
