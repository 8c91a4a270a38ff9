// The properties of a packet: a length, and one after the other, each an identifier and a value of the
// identifier's type (MQTT 5.0, 2.2.2).
import { readUint16 } from "../../bytes/integers.ts";
import { isUtf8 } from "../../bytes/well-formed.ts";
import {
  MAXIMUM_PACKET_SIZE,
  RECEIVE_MAXIMUM,
  SUBSCRIPTION_IDENTIFIER,
  TOPIC_ALIAS,
  USER_PROPERTY,
} from "./property.ts";
import { MALFORMED, PROTOCOL_ERROR, SOUND, type Soundness } from "./soundness.ts";

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

/** The largest whole number on every engine. */
const LARGEST = 2147483647;
/**
 * Identifiers of one-byte values that are 0 or 1, and of the broker's own: its maximum QoS, and the features
 * that it has.
 */
const FLAGS = "\x24\x25\x28\x29\x2a";

/**
 * The end of the properties whose length is at `at`; 0 when it lies after `end`, or when that is no length.
 * @cold
 */
export function propertiesEnd(bytes: string, at: number, end: number): number {
  const first = variableEnd(bytes, at, end);
  if (first === 0) return 0;
  const next = first + variableAt(bytes, at);
  return next > end ? 0 : next;
}

/**
 * Are the properties sound whose length is at `at` and which end at `end`? `allowed` has the identifiers that
 * the packet may have, a byte each, besides the user's own. Each comes once, except the user's own and
 * `repeated`. @cold
 */
export function propertiesSoundness(
  bytes: string,
  at: number,
  end: number,
  allowed: string,
  repeated: number,
): Soundness {
  let seen = "";
  let property = variableEnd(bytes, at, end);
  while (property < end) {
    const next = propertyEnd(bytes, property, end);
    const identifier = bytes.charCodeAt(property);
    if (next === 0) return MALFORMED;
    if (identifier !== USER_PROPERTY) {
      const name = bytes.substring(property, property + 1);
      if (allowed.indexOf(name) < 0) return MALFORMED;
      if (identifier !== repeated) {
        if (seen.indexOf(name) >= 0) return PROTOCOL_ERROR;
        seen = seen + name;
      }
      if (isOutOfRange(bytes, property, identifier)) return PROTOCOL_ERROR;
    }
    property = next;
  }
  return SOUND;
}

/**
 * Values of the right type that are protocol errors: a flag above 1, and the numbers that are never 0. @cold
 */
function isOutOfRange(bytes: string, at: number, identifier: number): boolean {
  if (FLAGS.indexOf(bytes.substring(at, at + 1)) >= 0) return bytes.charCodeAt(at + 1) > 1;
  if (identifier === RECEIVE_MAXIMUM) return readUint16(bytes, at + 1) === 0;
  if (identifier === SUBSCRIPTION_IDENTIFIER) return bytes.charCodeAt(at + 1) === 0;
  return identifier === MAXIMUM_PACKET_SIZE && bytes.substring(at + 1, at + 5) === "\0\0\0\0";
}

/**
 * The place of the value of the first `identifier`, in sound properties whose length is at `at`; 0 when it is
 * not among them. @cold
 */
export function valueAt(bytes: string, at: number, end: number, identifier: number): number {
  let property = variableEnd(bytes, at, end);
  while (property > 0 && property < end) {
    if (bytes.charCodeAt(property) === identifier) return property + 1;
    property = propertyEnd(bytes, property, end);
  }
  return 0;
}

/** A PUBLISH without a topic alias. */
export const NO_ALIAS = -1;

/**
 * The topic alias among sound properties whose length is at `at`, 0 to 65,535; or `NO_ALIAS`. @cold
 */
export function topicAliasIn(bytes: string, at: number, end: number): number {
  const aliasAt = valueAt(bytes, at, end, TOPIC_ALIAS);
  return aliasAt === 0 ? NO_ALIAS : readUint16(bytes, aliasAt);
}

/**
 * The number of four bytes at `at`. One that no engine holds as a whole number becomes the largest
 * (2,147,483,647: 68 years). @cold
 */
export function fourBytesAt(bytes: string, at: number): number {
  const high = readUint16(bytes, at);
  return high > 32767 ? LARGEST : high * 65536 + readUint16(bytes, at + 2);
}
