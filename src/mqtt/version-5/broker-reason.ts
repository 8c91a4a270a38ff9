// The Reason String of a broker's acknowledgement: its answer in words of its own (MQTT 5.0,
// 3.4.2.2.2). Only a program needs it.
import { readUint16 } from "../../bytes/integers.ts";
import type { Client } from "../client.ts";
import { valueAt } from "./properties.ts";
import { REASON_STRING } from "./property.ts";

/** The most bytes kept of the broker's words: 201 of the longest characters. */
const MOST_BYTES = 804;

/** The code of the broker's refusal, and the beginning of its words in UTF-8, "" for none. */
export interface BrokerReason {
  code: number;
  words: string;
}

/**
 * Notes the broker's reason: this code, in an answer with sound properties, whose length is at `at` and which
 * end at `end`. @cold
 */
export function noteBrokerReason(client: Client, code: number, bytes: string, at: number, end: number): void {
  const text = at < end ? valueAt(bytes, at, end, REASON_STRING) : 0;
  const words = text === 0 ? "" : beginning(bytes, text + 2, readUint16(bytes, text));
  client.brokerReason = { code, words };
}

/**
 * Whole characters, copied: a slice would keep the whole chunk in memory for as long as the reason is kept.
 */
function beginning(bytes: string, at: number, length: number): string {
  let end = at + Math.min(length, MOST_BYTES);
  // The bytes of a character after its first are 10xxxxxx.
  while (end < at + length && (bytes.charCodeAt(end) & 0xc0) === 0x80) end -= 1;
  return (" " + bytes.substring(at, end)).substring(1);
}

/** The next message that is dropped has no answer of the broker. @cold */
export function forgetBrokerReason(client: Client): void {
  client.brokerReason = undefined;
}
