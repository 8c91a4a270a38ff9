// Text and bytes as ../text.ts has them, in a browser, which has no Buffer.
import type { Payload } from "../text.ts";

export type { Payload } from "../text.ts";

const ASCII = /^[\0-\x7f]*$/;
/** A call takes so many arguments for certain. */
const MOST_AT_ONCE = 8192;

export function bytesOf(payload: Payload): string {
  if (typeof payload !== "string") return joined(payload);
  return ASCII.test(payload) ? payload : joined(new TextEncoder().encode(payload));
}

function joined(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += MOST_AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + MOST_AT_ONCE));
  return text;
}

export function lengthOf(payload: Payload): number {
  if (typeof payload !== "string") return payload.byteLength;
  return ASCII.test(payload) ? payload.length : new TextEncoder().encode(payload).length;
}

export function textOf(bytes: string): string {
  if (ASCII.test(bytes)) return bytes;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(arrayOf(bytes));
  } catch {
    return bytes;
  }
}

export function arrayOf(bytes: string): Uint8Array {
  const array = new Uint8Array(bytes.length);
  writeBytes(array, bytes, 0);
  return array;
}

export function writeBytes(room: Uint8Array, bytes: string, at: number): void {
  const most = Math.min(bytes.length, room.length - at);
  for (let index = 0; index < most; index++) room[at + index] = bytes.charCodeAt(index);
}
