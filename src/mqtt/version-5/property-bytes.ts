// Properties as a client writes them (MQTT 5.0, 2.2.2): byte strings that are joined, and then counted.
import { uint16 } from "../../bytes/integers.ts";
import { lengthPrefixed } from "../../bytes/text.ts";
import { variableLength } from "../../bytes/variable-length.ts";
import { USER_PROPERTY } from "./property.ts";

/**
 * In place of a number of four bytes: the largest possible one, which means "never" for a session's expiry
 * and is no whole number on every engine.
 */
export const NEVER = -1;

/** A property of one byte. */
export function byteProperty(identifier: number, value: number): string {
  return String.fromCharCode(identifier, value);
}

/** A property of two bytes, 0 to 65,535. */
export function shortProperty(identifier: number, value: number): string {
  return String.fromCharCode(identifier) + uint16(value);
}

/** A property of four bytes: 0 to 2,147,483,647, or `NEVER`. */
export function longProperty(identifier: number, value: number): string {
  const bytes = value === NEVER ? "\xff\xff\xff\xff" : uint16(value >> 16) + uint16(value & 65535);
  return String.fromCharCode(identifier) + bytes;
}

/** A text, or binary data: a byte string of at most 65,535 bytes. */
export function textProperty(identifier: number, text: string): string {
  return String.fromCharCode(identifier) + lengthPrefixed(text);
}

/**
 * One of the user's own: a name and a value, byte strings of UTF-8. A packet may have any number of these.
 */
export function userProperty(name: string, value: string): string {
  return String.fromCharCode(USER_PROPERTY) + lengthPrefixed(name) + lengthPrefixed(value);
}

/** Properties after their length; "" has the length 0 [MQTT5-2.2.2-1]. */
export function counted(properties: string): string {
  return variableLength(properties.length) + properties;
}
