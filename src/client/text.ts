// Text and bytes at the edge of a program in Node, of any length: an escaped text three times as long as its
// bytes (bytes/utf8.ts) is more than V8 takes in one piece long before MQTT ends.
import { isUtf8 } from "node:buffer";

/** The payload of a program: text, or bytes as they are. */
export type Payload = string | Uint8Array;

/**
 * The bytes of a payload, one character a byte: those of a text are UTF-8, half of a character becomes
 * U+FFFD.
 */
export function bytesOf(payload: Payload): string {
  if (typeof payload !== "string")
    return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("latin1");
  return Buffer.byteLength(payload) === payload.length ? payload : Buffer.from(payload).toString("latin1");
}

/** The number of these bytes, without making them. */
export function lengthOf(payload: Payload): number {
  return typeof payload === "string" ? Buffer.byteLength(payload) : payload.byteLength;
}

/** The text that the UTF-8 `bytes` spell. Bytes that are no UTF-8 come one character a byte. */
export function textOf(bytes: string): string {
  // ASCII alone has as many bytes in UTF-8 as it has characters.
  if (Buffer.byteLength(bytes) === bytes.length) return bytes;
  const given = Buffer.from(bytes, "latin1");
  return isUtf8(given) ? given.toString() : bytes;
}

/** Bytes, one character each, as an array of their own. */
export function arrayOf(bytes: string): Uint8Array {
  return Buffer.from(bytes, "latin1");
}

/** Writes as many of the bytes to `at` as fit. */
export function writeBytes(room: Uint8Array, bytes: string, at: number): void {
  Buffer.from(room.buffer, room.byteOffset, room.byteLength).write(bytes, at, "latin1");
}
