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
} from "../../device/given.ts";
import { filterFault, topicFault } from "../../mqtt/topic.ts";
import { LONGEST_PACKET } from "./client-limits.ts";
import { hostFault } from "./host-fault.ts";
import { bytesOf } from "./text.ts";

/** Two bytes count what one of CONNECT's fields holds. */
const LONGEST_FIELD = 65535;
/** Seconds; two bytes of CONNECT hold the greatest. */
const LEAST_KEEP_ALIVE_S = 10;
const MOST_KEEP_ALIVE_S = 65535;
/** Twelve days: half of what the client's clock counts before it wraps. */
const LONGEST_DEADLINE_MS = 12 * 86_400_000;
const LATEST_MS = 0x7fffffff;
const MOST_SLOTS = 65536;
const LEAST_PACKET = 16;

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

const isKeepAlive: Check = (value) =>
  value === 0 ? undefined : wholeNumber(LEAST_KEEP_ALIVE_S, MOST_KEEP_ALIVE_S)(value);
const isQos = oneOf(0, 1, 2);

const OPTIONS: Readonly<Record<string, Check>> = {
  id: isFieldOfText,
  host: isText,
  port: wholeNumber(1, 65535),
  tls: isBoolean,
  user: isFieldOfText,
  secret: isField,
  keepAlive: isKeepAlive,
  status: isText,
  session: oneOf("clean", "persistent"),
  limits: (value) => (isRecord(value) ? undefined : "a record, { packetBytes: 1000000 }"),
  connected: isFunction,
  dropped: isFunction,
  skipped: isFunction,
  subscriptionRefused: isFunction,
  qosLowered: isFunction,
};

const LIMITS: Readonly<Record<string, Check>> = {
  slots: wholeNumber(1, MOST_SLOTS),
  bytes: wholeNumber(1, LONGEST),
  packetBytes: wholeNumber(LEAST_PACKET, LONGEST_PACKET),
  linkBytes: wholeNumber(1, LONGEST_PACKET),
};

const PUBLICATION: Readonly<Record<string, Check>> = {
  qos: isQos,
  retain: isBoolean,
  overflow: oneOf("oldest", "latest", "thin", "reject"),
  priority: oneOf("low", "normal", "high"),
  deadline: wholeNumber(0, LONGEST_DEADLINE_MS),
};

/** Throws when a client cannot be started so, a sentence for each fault. */
export function checkClient(world: unknown, options: unknown): void {
  if (!isWorld(world))
    throw new Error(
      `startNodeClient is given ${shown(world)} for its world; give it createRealWorld(), and its options behind that.`,
    );
  throwFaults(optionFaults("options of a client", options, OPTIONS));
  const { id, host, user, secret, status, session, limits = {} } = options as Record<string, unknown>;
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
    ...optionFaults("limits of a client", limits, LIMITS),
  ]);
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

function topicFaults(topic: unknown): string[] {
  const fault = textFault(topic, "a topic", topicFault);
  return fault === undefined ? [] : [`The topic ${shown(topic)} cannot be published to: ${fault}.`];
}

export function checkFilter(filter: unknown): void {
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
  checkFilter(filter);
  throwFaults([
    ...callFaults(`The handler of the filter ${shown(filter)}`, taken, isFunction),
    ...callFaults(`The QoS of the filter ${shown(filter)}`, qos, isQos),
  ]);
}

/** Throws for a payload that is no text. */
export function checkPayload(payload: unknown): void {
  if (typeof payload !== "string")
    throw new Error(`The payload is ${shown(payload)}; it is text: String(value), or JSON.stringify(value).`);
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
