// What a broker says of its answer in words of its own: the Reason String of an acknowledgement (MQTT 5.0, 3.4.2.2.2). A program's.
import { readUint16 } from "../../bytes/integers.ts";
import type { Client } from "../client.ts";
import { valueAt } from "./properties.ts";
import { REASON_STRING } from "./property.ts";

/** By which code a broker refuses, and its words: UTF-8 of any length, "" for none. */
export interface BrokerReason {
  code: number;
  words: string;
}

/** The broker gives a reason by this code, in an answer with sound properties whose length is at `at` and that end at `end`. @cold */
export function noteBrokerReason(client: Client, code: number, bytes: string, at: number, end: number): void {
  const text = at < end ? valueAt(bytes, at, end, REASON_STRING) : 0;
  const words = text === 0 ? "" : bytes.substring(text + 2, text + 2 + readUint16(bytes, text));
  client.brokerReason = { code, words };
}

/** The next message that is dropped has no answer of the broker. @cold */
export function forgetBrokerReason(client: Client): void {
  client.brokerReason = undefined;
}
