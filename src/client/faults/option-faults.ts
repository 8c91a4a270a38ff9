// Faults of the options of a program's client: reported at the call, not by a
// broker that ends the connection.

import { asksFor5 } from "../../arguments/asks-for-5.ts";
import {
  type Check,
  isBoolean,
  isFunction,
  isRecord,
  isText,
  oneOf,
  optionFaults,
  shown,
  throwFaults,
  wholeNumber,
} from "../../arguments/given.ts";
import { refusedCharacters } from "../../bytes/control-characters.ts";
import { halvesFault } from "../../bytes/utf8.ts";
import { LONGEST } from "../../bytes/variable-length.ts";
import { WIDEST_WINDOW } from "../../mqtt/window.ts";
import { type Authentication, isAuthentication } from "../authentication/authentication.ts";
import { LONGEST_PACKET } from "../limits.ts";
import { isQos } from "../subscriptions/subscription-options.ts";
import { bytesOf, lengthOf, type Payload } from "../text.ts";
import { isProperties, isSignal, payloadCheck, topicFaults } from "./call-faults.ts";
import { hostFault } from "./host-fault.ts";
import { isUserProperties, propertyFaults } from "./property-faults.ts";

/** Two bytes count what one of CONNECT's fields holds. */
const LONGEST_FIELD = 65535;
/** Seconds; two bytes of CONNECT hold the greatest. */
const MOST_KEEP_ALIVE_S = 65535;
const MOST_SLOTS = 65536;
const LEAST_PACKET = 16;
/** Packet identifiers that there are. */
const MOST_UNANSWERED = 65535;
/** Of a property of four bytes (mqtt/version-5/property-bytes.ts). */
const MOST_SECONDS = 2_147_483_647;
/** Of up to 65,535 bytes each. */
const MOST_ALIASES = 1000;
const LONGEST_RECONNECT_MS = 3_600_000;

/** Bytes that a field of CONNECT may hold; a password may hold any. */
export const isField: Check = (value) => {
  if (typeof value !== "string") return "text";
  if (halvesFault(value) !== "")
    return "text without half of a character (a surrogate without its other half)";
  return lengthOf(value) > LONGEST_FIELD ? `text of at most ${LONGEST_FIELD} bytes in UTF-8` : undefined;
};
/** [MQTT-1.5.3-2] */
const isFieldOfText: Check = (value) => {
  const fault = isField(value);
  if (fault !== undefined) return fault;
  const refused = refusedCharacters(bytesOf(String(value)));
  return refused === "" ? undefined : `text without ${refused}, for which brokers end the connection`;
};

const fieldLengthCheck = (payload: Payload) =>
  lengthOf(payload) > LONGEST_FIELD ? `text or bytes, at most ${LONGEST_FIELD} of them` : undefined;

const isFileName: Check = (value) =>
  typeof value === "string" && value !== "" ? undefined : "the name of a file";

const OPTIONS: Readonly<Record<string, Check>> = {
  id: isFieldOfText,
  host: isText,
  port: wholeNumber(1, 65535),
  tls: isBoolean,
  user: isFieldOfText,
  secret: (value) =>
    typeof value === "string" || typeof value === "function"
      ? typeof value === "string"
        ? isField(value)
        : undefined
      : "text, or a function that gives it",
  authentication: isAuthentication,
  keepAlive: wholeNumber(0, MOST_KEEP_ALIVE_S),
  mqtt: oneOf(3, 5, "either"),
  status: isText,
  will: (value) => (isRecord(value) ? undefined : 'a record, { topic: "home/program", payload: "gone" }'),
  willDelay: wholeNumber(0, MOST_SECONDS),
  session: oneOf("clean", "persistent"),
  sessionExpiry: wholeNumber(0, MOST_SECONDS),
  cleanStart: isBoolean,
  topicAliasMaximum: wholeNumber(0, MOST_ALIASES),
  followServerReference: isBoolean,
  userProperties: isUserProperties,
  requestProblemInformation: isBoolean,
  requestResponseInformation: isBoolean,
  limits: (value) => (isRecord(value) ? undefined : "a record, { packetBytes: 1000000 }"),
  reconnect: (value) =>
    typeof value === "boolean" || isRecord(value) ? undefined : "true, false or a record, { longest: 10000 }",
  signal: isSignal,
  store: (value) =>
    isFileName(value) === undefined || isRecord(value)
      ? undefined
      : "the name of a file, or a record, { file }",
  connected: isFunction,
  lost: isFunction,
  stateChanged: isFunction,
  dropped: isFunction,
  skipped: isFunction,
  handlerFailed: isFunction,
  subscriptionRefused: isFunction,
  qosLowered: isFunction,
};

const LIMITS: Readonly<Record<string, Check>> = {
  slots: wholeNumber(1, MOST_SLOTS),
  window: wholeNumber(1, WIDEST_WINDOW),
  bytes: wholeNumber(1, LONGEST),
  packetBytes: wholeNumber(LEAST_PACKET, LONGEST_PACKET),
  linkBytes: wholeNumber(1, LONGEST_PACKET),
  unanswered: wholeNumber(1, MOST_UNANSWERED),
};

const WILL: Readonly<Record<string, Check>> = {
  topic: isText,
  payload: (value) => payloadCheck(value) ?? fieldLengthCheck(value as Payload),
  qos: isQos,
  retain: isBoolean,
  properties: isProperties,
  deadline: wholeNumber(0, MOST_SECONDS * 1000),
};

const PAUSES: Readonly<Record<string, Check>> = {
  first: wholeNumber(1, LONGEST_RECONNECT_MS),
  longest: wholeNumber(1, LONGEST_RECONNECT_MS),
};

const STORE: Readonly<Record<string, Check>> = {
  file: isFileName,
  sync: isBoolean,
};

/** Throws when a client cannot be started so, a sentence for each fault. */
export function checkClient(world: unknown, options: unknown): void {
  if (!isWorld(world))
    throw new Error(
      `startNodeClient is given ${shown(world)} for its world; give it createRealWorld(), and its options after that.`,
    );
  throwFaults(optionFaults("options of a client", options, OPTIONS));
  const given = options as Record<string, unknown>;
  const { host, status, will, reconnect, store, mqtt, limits = {} } = given;
  throwFaults([
    ...identityFaults(given),
    ...(host === undefined
      ? ["A client needs a host: the name or the address of its broker."]
      : hostFault(host)),
    ...(status === undefined ? [] : topicFaults(status)),
    ...(will === undefined
      ? []
      : [...willFaults(will, status, mqtt), ...propertyFaults(will, asksFor5(mqtt))]),
    ...onlyIn5Faults(given),
    ...(isRecord(reconnect) ? optionFaults("pauses of a client", reconnect, PAUSES) : []),
    ...(isRecord(store) ? storeFaults(store) : []),
    ...optionFaults("limits of a client", limits, LIMITS),
  ]);
}

/** Faults of the options that say who the client is, and how it proves it. */
function identityFaults(given: Record<string, unknown>): string[] {
  const { id, user, secret, session, mqtt, authentication } = given;
  return [
    ...(id === undefined
      ? ["A client needs an id, the client identifier: a text that no other client has."]
      : []),
    ...(id === "" && session === "persistent"
      ? ['The option id is ""; with the session "persistent" it has at least one character.']
      : []),
    ...(secret !== undefined && user === undefined && mqtt !== 5
      ? [
          "There is a secret and no user; MQTT 3.1.1 takes a password only with a user name, and mqtt: 5 without one too.",
        ]
      : []),
    ...(authentication !== undefined && mqtt !== 5
      ? [
          "The option authentication needs MQTT 5.0 alone, for 3.1.1 would leave it out: give the client mqtt: 5.",
        ]
      : []),
    ...(secret !== undefined && isScram(authentication)
      ? [
          "The option secret would go to the broker as it is, and SCRAM proves the password without that: leave secret out.",
        ]
      : []),
  ];
}

function willFaults(will: unknown, status: unknown, mqtt: unknown): string[] {
  const { topic, payload, deadline } = will as Record<string, unknown>;
  return [
    ...(status === undefined
      ? []
      : [
          "There is a will and a status; a connection has one will, and the status is one. Leave one of them out.",
        ]),
    ...optionFaults("fields of a will", will, WILL),
    ...(payload === undefined ? ["A will needs a payload: text or bytes."] : []),
    ...topicFaults(topic),
    ...(deadline === undefined || deadline === 0 || asksFor5(mqtt)
      ? []
      : ["The deadline of a will needs MQTT 5.0: give the client mqtt: 5."]),
  ];
}

/**
 * Options that only MQTT 5.0 has, with what they are where they are not given: that asks for nothing, in
 * 3.1.1 too.
 */
const ONLY_IN_5: Readonly<Record<string, unknown>> = {
  willDelay: 0,
  sessionExpiry: undefined,
  cleanStart: false,
  topicAliasMaximum: 0,
  followServerReference: false,
  userProperties: undefined,
  requestProblemInformation: true,
  requestResponseInformation: false,
};
/** Of these, those that mean something only in a session that the broker keeps. */
const OF_KEPT_SESSIONS = ["willDelay", "sessionExpiry", "cleanStart"];

function onlyIn5Faults(given: Record<string, unknown>): string[] {
  const { mqtt, session, status, will, willDelay = 0 } = given;
  if (willDelay !== 0 && status === undefined && will === undefined)
    return ["The option willDelay needs a will or a status."];
  const options = Object.entries(ONLY_IN_5)
    .filter(([name, usual]) => given[name] !== undefined && given[name] !== usual)
    .map(([name]) => name);
  if (options.length > 0 && !asksFor5(mqtt))
    return [`The option ${options[0]} needs MQTT 5.0: give the client mqtt: 5.`];
  const unkept = options.find(
    (option) =>
      OF_KEPT_SESSIONS.includes(option) &&
      (session === "clean" || (option !== "sessionExpiry" && session === undefined)),
  );
  if (unkept === undefined) return [];
  return [
    `The option ${unkept} needs a session that the broker keeps: give the client session: "persistent".`,
  ];
}

function storeFaults(store: object): string[] {
  return [
    ...("file" in store ? [] : ["A store needs a file: its name."]),
    ...optionFaults("options of a store", store, STORE),
  ];
}

/**
 * Throws when QoS 2 cannot be used: a broker keeps no session of a client without an identifier
 * [MQTT-3.1.3-7].
 */
export function checkQos2({ id, session }: { id: string; session?: string }): void {
  if (id === "" && session !== "clean")
    throw new Error(
      'QoS 2 needs a session that the broker keeps, and the option id is ""; give the client an id, or say session: "clean".',
    );
}

function isWorld(world: unknown): boolean {
  return isRecord(world) && "connect" in world && "after" in world && "now" in world;
}

function isScram(authentication: unknown): boolean {
  return (
    isAuthentication(authentication) === undefined &&
    (authentication as Authentication).method.startsWith("SCRAM-")
  );
}
