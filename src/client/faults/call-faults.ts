// Faults of the calls that a program makes to its running client: reported at the call, not by a
// broker that ends the connection.

import {
  type Check,
  isBoolean,
  isFunction,
  isRecord,
  oneOf,
  optionFaults,
  shown,
  throwFaults,
  wholeNumber,
} from "../../arguments/given.ts";
import { halvesFault } from "../../bytes/utf8.ts";
import { LONGEST_DEADLINE_MS } from "../../mqtt/deadline.ts";
import { filterFault, topicFault } from "../../mqtt/topic.ts";
import { requestsFilter } from "../requests/request-topics.ts";
import { LONGEST_SEND_DEADLINE_MS } from "../sends/long-deadline.ts";
import {
  HANDLER,
  isQos,
  SUBSCRIPTION,
  subscriptionFaults,
  version5Faults,
} from "../subscriptions/subscription-options.ts";
import { bytesOf } from "../text.ts";
import { propertyFaults } from "./property-faults.ts";

const LATEST_MS = 0x7fffffff;
const MOST_MESSAGES = 1_000_000;
const LONGEST_FILTER = 65_535;

export const isSignal: Check = (value) =>
  isRecord(value) && "aborted" in value && "addEventListener" in value
    ? undefined
    : "an AbortSignal: new AbortController().signal, or AbortSignal.timeout(5000)";

export const isProperties: Check = (value) =>
  isRecord(value) ? undefined : 'a record, { contentType: "text/plain" }';

const MESSAGES: Readonly<Record<string, Check>> = {
  ...SUBSCRIPTION,
  most: wholeNumber(1, MOST_MESSAGES),
  signal: isSignal,
};

const PUBLICATION: Readonly<Record<string, Check>> = {
  qos: isQos,
  retain: isBoolean,
  overflow: oneOf("oldest", "latest", "thin", "reject"),
  priority: oneOf("low", "normal", "high"),
  deadline: wholeNumber(0, LONGEST_DEADLINE_MS),
  properties: isProperties,
};

const SEND: Readonly<Record<string, Check>> = {
  qos: isQos,
  retain: isBoolean,
  whenFull: oneOf("wait", "refuse"),
  deadline: wholeNumber(0, LONGEST_SEND_DEADLINE_MS),
  signal: isSignal,
  properties: isProperties,
};

const isRequestProperties: Check = (value) =>
  isRecord(value) && !("responseTopic" in value) && !("correlationData" in value)
    ? undefined
    : "a record without responseTopic and correlationData, which are the client's";

const REPLY: Readonly<Record<string, Check>> = {
  ...HANDLER,
  answersBelow: (value) =>
    value === "" || topicFaults(value).length === 0
      ? undefined
      : 'a topic without wildcards, or "" for anywhere',
};

const REQUEST: Readonly<Record<string, Check>> = {
  qos: isQos,
  timeoutMs: wholeNumber(1, LATEST_MS),
  properties: isRequestProperties,
  signal: isSignal,
};

/** Throws for faulty arguments of a wait for a connection. */
export function checkWait(options: unknown): void {
  throwFaults(optionFaults("options of untilConnected()", options, { signal: isSignal }));
}

/** Throws for faulty arguments of a publication, by the version of MQTT that the client speaks. */
export function checkPublication(topic: unknown, options: unknown, isVersion5: boolean): void {
  throwFaults([
    ...topicFaults(topic),
    ...optionFaults("options of a publication", options, PUBLICATION),
    ...propertyFaults(options, isVersion5),
  ]);
}

/** Throws for faulty arguments of a send. */
export function checkSend(topic: unknown, options: unknown, isVersion5: boolean): void {
  throwFaults([
    ...topicFaults(topic),
    ...optionFaults("options of a message", options, SEND),
    ...propertyFaults(options, isVersion5),
  ]);
}

/** Throws for faulty arguments of a request. */
export function checkRequest(topic: unknown, options: unknown, isVersion5: boolean): void {
  throwFaults([
    ...topicFaults(topic),
    ...optionFaults("options of a request", options, REQUEST),
    ...propertyFaults(options, isVersion5),
  ]);
}

/** Throws for faulty arguments of a reply. */
export function checkReply(filter: unknown, answer: unknown, options: unknown, isVersion5: boolean): void {
  checkFilter(filter);
  checkSubscription(filter, answer, options, isVersion5, REPLY);
  const bytes = bytesOf(requestsFilter(filter as string)).length;
  if (bytes > LONGEST_FILTER)
    throw new Error(
      `The filter of a reply is ${bytes} bytes long after requests/+/+/, and a filter at most ${LONGEST_FILTER}; shorten it.`,
    );
}

export function topicFaults(topic: unknown): string[] {
  const fault = textFault(topic, "a topic", topicFault);
  return fault === undefined ? [] : [`The topic ${shown(topic)} cannot be published to: ${fault}.`];
}

/** Throws for a filter, or one of several, that has a fault. */
export function checkFilters(filters: unknown): void {
  const all: unknown[] = Array.isArray(filters) ? filters : [filters];
  if (all.length === 0) throw new Error("The filters are an empty list; give at least one filter.");
  for (const filter of all) checkFilter(filter);
}

/** Throws for faulty arguments of a loop over messages. */
export function checkMessages(filter: unknown, options: unknown, isVersion5: boolean): void {
  checkFilter(filter);
  throwFaults(optionFaults("options of messages()", options, MESSAGES));
  throwFaults(version5Faults(filter, options as object, isVersion5));
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

/** Throws for faulty arguments of a subscription. */
export function checkSubscription(
  filter: unknown,
  taken: unknown,
  options: unknown,
  isVersion5: boolean,
  known = HANDLER,
): void {
  checkFilters(filter);
  throwFaults([
    ...callFaults(`The handler of the filter ${shown(filter)}`, taken, isFunction),
    ...(isRecord(options)
      ? subscriptionFaults(filter, options, isVersion5, known)
      : callFaults(`The QoS of the filter ${shown(filter)}`, options, isQos)),
  ]);
}

/**
 * Throws for faulty arguments of a subscription in parts: a message cannot wait for the handlers of its
 * parts.
 */
export function checkParts(filter: unknown, taken: unknown, options: unknown, isVersion5: boolean): void {
  checkSubscription(filter, taken, options, isVersion5, SUBSCRIPTION);
}

export const payloadCheck: Check = (payload) =>
  typeof payload === "string" || payload instanceof Uint8Array
    ? undefined
    : "text (String(value), or JSON.stringify(value)) or bytes (a Uint8Array)";

/** Throws for a payload that is neither text nor bytes. */
export function checkPayload(payload: unknown): void {
  const allowed = payloadCheck(payload);
  if (allowed !== undefined) throw new Error(`The payload is ${shown(payload)}; it is ${allowed}.`);
}

/** Throws for faulty arguments of a stop. */
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
