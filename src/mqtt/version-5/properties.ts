// The properties of a packet: a length, and one after the other (MQTT 5.0, 2.2.2).
import { readUint16 } from "../../bytes/integers.ts";
import {
  MAXIMUM_PACKET_SIZE,
  propertyEnd,
  RECEIVE_MAXIMUM,
  SUBSCRIPTION_IDENTIFIER,
  USER_PROPERTY,
  variableAt,
  variableEnd,
} from "./property.ts";
import { MALFORMED, PROTOCOL_ERROR, SOUND, type Soundness } from "./soundness.ts";

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

/**
 * The number of four bytes at `at`. One that no engine holds as a whole number becomes the largest
 * (2,147,483,647: 68 years). @cold
 */
export function fourBytesAt(bytes: string, at: number): number {
  const high = bytes.charCodeAt(at);
  if (high > 127) return LARGEST;
  return (
    ((high * 256 + bytes.charCodeAt(at + 1)) * 256 + bytes.charCodeAt(at + 2)) * 256 +
    bytes.charCodeAt(at + 3)
  );
}
