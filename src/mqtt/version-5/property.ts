// One property of a packet: its identifier, and a value of the identifier's type (MQTT 5.0, 2.2.2.2).
import { readUint16 } from "../../bytes/integers.ts";
import { isUtf8 } from "../../bytes/well-formed.ts";

export const PAYLOAD_FORMAT = 0x01;
export const MESSAGE_EXPIRY = 0x02;
export const CONTENT_TYPE = 0x03;
export const RESPONSE_TOPIC = 0x08;
export const CORRELATION_DATA = 0x09;
export const SUBSCRIPTION_IDENTIFIER = 0x0b;
export const SESSION_EXPIRY = 0x11;
export const ASSIGNED_CLIENT_IDENTIFIER = 0x12;
export const SERVER_KEEP_ALIVE = 0x13;
export const AUTHENTICATION_METHOD = 0x15;
export const AUTHENTICATION_DATA = 0x16;
export const REQUEST_PROBLEM_INFORMATION = 0x17;
export const REQUEST_RESPONSE_INFORMATION = 0x19;
export const RESPONSE_INFORMATION = 0x1a;
export const SERVER_REFERENCE = 0x1c;
export const WILL_DELAY = 0x18;
export const REASON_STRING = 0x1f;
export const RECEIVE_MAXIMUM = 0x21;
export const TOPIC_ALIAS_MAXIMUM = 0x22;
export const TOPIC_ALIAS = 0x23;
export const MAXIMUM_QOS = 0x24;
export const RETAIN_AVAILABLE = 0x25;
export const USER_PROPERTY = 0x26;
export const MAXIMUM_PACKET_SIZE = 0x27;
export const WILDCARDS_AVAILABLE = 0x28;
export const SUBSCRIPTION_IDENTIFIERS_AVAILABLE = 0x29;
export const SHARED_SUBSCRIPTIONS_AVAILABLE = 0x2a;

/**
 * The type of each identifier, at its index: numbers of 1, 2 and 4 bytes, a variable one, binary data, text,
 * a pair of texts.
 */
const TYPES = " 14t    tb v     4t2 tb141t t  t 22211p4111";
const ONE_BYTE = 0x31;
const TWO_BYTES = 0x32;
const FOUR_BYTES = 0x34;
const VARIABLE = 0x76;
const BINARY = 0x62;
const TEXT = 0x74;
const PAIR = 0x70;

/** The most bytes of a variable byte integer (1.5.5). */
export const LONGEST_VARIABLE = 4;

/**
 * The end of the property at `at`; 0 for an unknown identifier, and for a value that is malformed or ends
 * after `end`. @cold
 */
export function propertyEnd(bytes: string, at: number, end: number): number {
  const identifier = bytes.charCodeAt(at);
  const type = identifier < TYPES.length ? TYPES.charCodeAt(identifier) : 0;
  const value = at + 1;
  if (type === VARIABLE) return variableEnd(bytes, value, end);
  let next = 0;
  if (type === ONE_BYTE) next = value + 1;
  else if (type === TWO_BYTES) next = value + 2;
  else if (type === FOUR_BYTES) next = value + 4;
  else if (type === BINARY) next = binaryEnd(bytes, value, end);
  else if (type === TEXT) next = textEnd(bytes, value, end);
  else if (type === PAIR) {
    const name = textEnd(bytes, value, end);
    next = name === 0 ? 0 : textEnd(bytes, name, end);
  }
  return next > end ? 0 : next;
}

/**
 * The end of the variable byte integer at `at`; 0 for one with more bytes than it needs [MQTT5-1.5.5-1], or
 * than there are. @cold
 */
export function variableEnd(bytes: string, at: number, end: number): number {
  let last = at;
  while (last < end && bytes.charCodeAt(last) > 127) last += 1;
  const count = last - at + 1;
  if (last >= end || count > LONGEST_VARIABLE) return 0;
  return count > 1 && bytes.charCodeAt(last) === 0 ? 0 : last + 1;
}

/** The variable byte integer at `at`, which is well-formed. @cold */
export function variableAt(bytes: string, at: number): number {
  let last = at;
  while (bytes.charCodeAt(last) > 127) last += 1;
  let value = 0;
  // The highest byte is the last.
  for (let i = last; i >= at; i--) value = value * 128 + (bytes.charCodeAt(i) & 127);
  return value;
}

/**
 * The end of the text at `at`; 0 for one that ends after `end`, is no UTF-8, or holds NUL [MQTT5-1.5.4-1]
 * [MQTT5-1.5.4-2]. @cold
 */
export function textEnd(bytes: string, at: number, end: number): number {
  const next = binaryEnd(bytes, at, end);
  if (next < at + 2) return 0;
  const text = bytes.substring(at + 2, next);
  return text.indexOf("\0") < 0 && isUtf8(text) ? next : 0;
}

/** The end of the data at `at`, whose length stands before it; 0 when it lies after `end`. @cold */
function binaryEnd(bytes: string, at: number, end: number): number {
  if (at + 2 > end) return 0;
  const next = at + 2 + readUint16(bytes, at);
  return next > end ? 0 : next;
}
