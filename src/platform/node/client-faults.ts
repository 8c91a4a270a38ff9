// What is wrong with what a program gives its client: told at the call, not by a broker that ends the connection.
import { halvesFault } from "../../bytes/utf8.ts";
import { LONGEST } from "../../bytes/variable-length.ts";
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
} from "../../checks/given.ts";
import { filterFault, topicFault } from "../../mqtt/topic.ts";
import { WIDEST_WINDOW } from "../../mqtt/window.ts";
import { LONGEST_PACKET } from "./client-limits.ts";
import { hostFault } from "./host-fault.ts";
import { bytesOf, lengthOf, type Payload } from "./text.ts";

/** Two bytes count what one of CONNECT's fields holds. */
const LONGEST_FIELD = 65535;
/** Seconds; two bytes of CONNECT hold the greatest. */
const MOST_KEEP_ALIVE_S = 65535;
/** Twelve days: half of what the client's clock counts before it wraps. */
const LONGEST_DEADLINE_MS = 12 * 86_400_000;
const LATEST_MS = 0x7fffffff;
const MOST_SLOTS = 65536;
const LEAST_PACKET = 16;
const LONGEST_RECONNECT_MS = 3_600_000;
const MOST_MESSAGES = 1_000_000;

/** Bytes that a field of CONNECT may hold; a password may hold any. */
const isField: Check = (value) => {
  if (typeof value !== "string") return "text";
  if (halvesFault(value) !== "")
    return "text without half of a character (a surrogate without its other half)";
  return Buffer.byteLength(value) > LONGEST_FIELD
    ? `text of at most ${LONGEST_FIELD} bytes in UTF-8`
    : undefined;
};
/** [MQTT-1.5.3-2] */
const isFieldOfText: Check = (value) =>
  isField(value) ?? (String(value).includes("\0") ? "text without the character NUL" : undefined);

const isQos = oneOf(0, 1, 2);
const isSignal: Check = (value) =>
  isRecord(value) && "aborted" in value && "addEventListener" in value
    ? undefined
    : "an AbortSignal: new AbortController().signal, or AbortSignal.timeout(5000)";

const OPTIONS: Readonly<Record<string, Check>> = {
  id: isFieldOfText,
  host: isText,
  port: wholeNumber(1, 65535),
  tls: isBoolean,
  user: isFieldOfText,
  secret: isField,
  keepAlive: wholeNumber(0, MOST_KEEP_ALIVE_S),
  status: isText,
  will: (value) => (isRecord(value) ? undefined : 'a record, { topic: "home/program", payload: "gone" }'),
  session: oneOf("clean", "persistent"),
  limits: (value) => (isRecord(value) ? undefined : "a record, { packetBytes: 1000000 }"),
  reconnect: (value) =>
    typeof value === "boolean" || isRecord(value) ? undefined : "true, false or a record, { longest: 10000 }",
  signal: isSignal,
  store: (value) =>
    typeof value === "string" || isRecord(value) ? undefined : "the name of a file, or a record, { file }",
  connected: isFunction,
  lost: isFunction,
  dropped: isFunction,
  skipped: isFunction,
  subscriptionRefused: isFunction,
  qosLowered: isFunction,
};

const LIMITS: Readonly<Record<string, Check>> = {
  slots: wholeNumber(1, MOST_SLOTS),
  window: wholeNumber(1, WIDEST_WINDOW),
  bytes: wholeNumber(1, LONGEST),
  packetBytes: wholeNumber(LEAST_PACKET, LONGEST_PACKET),
  linkBytes: wholeNumber(1, LONGEST_PACKET),
};

const WILL: Readonly<Record<string, Check>> = {
  topic: isText,
  payload: (value) => payloadCheck(value) ?? fieldLengthCheck(value as Payload),
  qos: isQos,
  retain: isBoolean,
};

const PAUSES: Readonly<Record<string, Check>> = {
  first: wholeNumber(1, LONGEST_RECONNECT_MS),
  longest: wholeNumber(1, LONGEST_RECONNECT_MS),
};

const STORE: Readonly<Record<string, Check>> = {
  file: isText,
  sync: isBoolean,
};

const MESSAGES: Readonly<Record<string, Check>> = {
  qos: isQos,
  most: wholeNumber(1, MOST_MESSAGES),
  signal: isSignal,
};

const PUBLICATION: Readonly<Record<string, Check>> = {
  qos: isQos,
  retain: isBoolean,
  overflow: oneOf("oldest", "latest", "thin", "reject"),
  priority: oneOf("low", "normal", "high"),
  deadline: wholeNumber(0, LONGEST_DEADLINE_MS),
};

const SEND: Readonly<Record<string, Check>> = {
  qos: isQos,
  retain: isBoolean,
  whenFull: oneOf("wait", "refuse"),
  signal: isSignal,
};

/** Throws when a client cannot be started so, a sentence for each fault. */
export function checkClient(world: unknown, options: unknown): void {
  if (!isWorld(world))
    throw new Error(
      `startNodeClient is given ${shown(world)} for its world; give it createRealWorld(), and its options behind that.`,
    );
  throwFaults(optionFaults("options of a client", options, OPTIONS));
  const given = options as Record<string, unknown>;
  const { id, host, user, secret, status, will, session, reconnect, store, limits = {} } = given;
  throwFaults([
    ...(id === undefined
      ? ["A client needs an id, the client identifier: a text that no other client has."]
      : []),
    ...(id === "" && session === "persistent"
      ? ['The option id is ""; with the session "persistent" it has at least one character.']
      : []),
    ...(secret !== undefined && user === undefined
      ? ["There is a secret and no user; MQTT 3.1.1 takes a password only with a user name."]
      : []),
    ...(host === undefined
      ? ["A client needs a host: the name or the address of its broker."]
      : hostFault(host)),
    ...(status === undefined ? [] : topicFaults(status)),
    ...(will === undefined ? [] : willFaults(will, status)),
    ...(isRecord(reconnect) ? optionFaults("pauses of a client", reconnect, PAUSES) : []),
    ...(isRecord(store) ? storeFaults(store) : []),
    ...optionFaults("limits of a client", limits, LIMITS),
  ]);
}

function willFaults(will: unknown, status: unknown): string[] {
  const { topic, payload } = will as Record<string, unknown>;
  return [
    ...(status === undefined
      ? []
      : [
          "There is a will and a status; a connection has one will, and the status is one. Leave one of them out.",
        ]),
    ...optionFaults("fields of a will", will, WILL),
    ...(payload === undefined ? ["A will needs a payload: text or bytes."] : []),
    ...topicFaults(topic),
  ];
}

function storeFaults(store: object): string[] {
  return [
    ...("file" in store ? [] : ["A store needs a file: its name."]),
    ...optionFaults("options of a store", store, STORE),
  ];
}

/** Throws when QoS 2 cannot be used: a broker keeps no session of a client without an identifier [MQTT-3.1.3-7]. */
export function checkQos2({ id, session }: { id: string; session?: string }): void {
  if (id === "" && session !== "clean")
    throw new Error(
      'QoS 2 needs a session that the broker keeps, and the option id is ""; give the client an id, or say session: "clean".',
    );
}

function isWorld(world: unknown): boolean {
  return isRecord(world) && "connect" in world && "after" in world && "now" in world;
}

/** Throws when a publication cannot be prepared so. */
export function checkPublication(topic: unknown, options: unknown): void {
  throwFaults([...topicFaults(topic), ...optionFaults("options of a publication", options, PUBLICATION)]);
}

/** Throws when nothing can be sent so. */
export function checkSend(topic: unknown, options: unknown): void {
  throwFaults([...topicFaults(topic), ...optionFaults("options of a message", options, SEND)]);
}

function topicFaults(topic: unknown): string[] {
  const fault = textFault(topic, "a topic", topicFault);
  return fault === undefined ? [] : [`The topic ${shown(topic)} cannot be published to: ${fault}.`];
}

/** Throws for a filter, or one of several, that has a fault. */
export function checkFilters(filters: unknown): void {
  const all: unknown[] = Array.isArray(filters) ? filters : [filters];
  if (all.length === 0) throw new Error("The filters are an empty list; give at least one filter.");
  for (const filter of all) checkFilter(filter);
}

/** Throws when messages cannot be read so. */
export function checkMessages(filter: unknown, options: unknown): void {
  checkFilter(filter);
  throwFaults(optionFaults("options of messages()", options, MESSAGES));
}

function checkFilter(filter: unknown): void {
  const fault = textFault(filter, "a filter", filterFault);
  throwFaults(fault === undefined ? [] : [`The filter ${shown(filter)} cannot be subscribed to: ${fault}.`]);
}

function textFault(
  given: unknown,
  what: string,
  faultOf: (bytes: string) => string | undefined,
): string | undefined {
  if (typeof given !== "string") return `${what} is text`;
  return halvesFault(given) || faultOf(bytesOf(given));
}

/** Throws when it cannot be subscribed to so. */
export function checkSubscription(filter: unknown, taken: unknown, qos: unknown): void {
  checkFilters(filter);
  throwFaults([
    ...callFaults(`The handler of the filter ${shown(filter)}`, taken, isFunction),
    ...callFaults(`The QoS of the filter ${shown(filter)}`, qos, isQos),
  ]);
}

const payloadCheck: Check = (payload) =>
  typeof payload === "string" || payload instanceof Uint8Array
    ? undefined
    : "text (String(value), or JSON.stringify(value)) or bytes (a Uint8Array)";

const fieldLengthCheck = (payload: Payload) =>
  lengthOf(payload) > LONGEST_FIELD ? `text or bytes, at most ${LONGEST_FIELD} of them` : undefined;

/** Throws for a payload that is neither text nor bytes. */
export function checkPayload(payload: unknown): void {
  const allowed = payloadCheck(payload);
  if (allowed !== undefined) throw new Error(`The payload is ${shown(payload)}; it is ${allowed}.`);
}

/** Throws when a client cannot be stopped so. */
export function checkStop(done: unknown, withinMs: unknown): void {
  throwFaults([
    ...callFaults("What stop() is to call", done, isFunction),
    ...callFaults("The time that stop() may take", withinMs, wholeNumber(0, LATEST_MS)),
  ]);
}

function callFaults(what: string, given: unknown, check: Check): string[] {
  const allowed = check(given);
  return allowed === undefined ? [] : [`${what} is ${shown(given)}; it is ${allowed}.`];
}
