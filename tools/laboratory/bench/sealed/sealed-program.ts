// The opening of sealed commands alone, in the device language: no client, no actuator, no flash.
//
// The hash is the interpreter's own, which whoever counts offers as `sha256`.
import type { Storage } from "../../../../src/ports/storage.ts";
import { open } from "../../../../src/sealed/opening.ts";
import { readTaken } from "../../../../src/sealed/taken-counters.ts";
import type { UpdateKey } from "../../../../src/update/tag.ts";

/** Whoever builds sets both. */
export const TOPIC = "";
export const KEY = "";

let written = 0;
let obeyed = 0;

/** @cold */
function readRecord(this: void, _: string): string | undefined {
  return undefined;
}

/** @cold */
function writeRecord(this: void, _: string, bytes: string): boolean {
  written += bytes.length;
  return true;
}

/** @cold */
function hash(this: void, bytes: string): string {
  return sha256(bytes);
}

const storage: Storage = { readRecord, writeRecord };
const key: UpdateKey = { scheme: "hmac-sha256", key: KEY, hash };
const counters = readTaken(storage);

function openOne(this: void, message: string): void {
  const { fault, payload } = open(key, counters, TOPIC, message, false);
  if (fault === "") obeyed += payload.length;
}

function nothing(this: void, _: string): void {}

function bytesWritten(this: void): number {
  return written;
}

function payloadsObeyed(this: void): number {
  return obeyed;
}

openSealed = openOne;
doNothing = nothing;
countWritten = bytesWritten;
countDelivered = payloadsObeyed;
