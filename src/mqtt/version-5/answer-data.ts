// The correlation data of a message, for whoever has asked a question (MQTT 5.0, 3.3.2.3.6).
import { readUint16 } from "../../bytes/integers.ts";
import type { Client } from "../client.ts";
import { valueAt } from "./properties.ts";
import { CORRELATION_DATA } from "./property.ts";

/** The client's owner asks, from now on. @cold */
export function noteAnswers(client: Client): void {
  client.answerData = "";
}

/**
 * Notes the correlation data of a PUBLISH whose sound properties have their length at `at` and end at `end`;
 * "" for none. @cold
 */
export function noteAnswerData(client: Client, bytes: string, at: number, end: number): void {
  const dataAt = valueAt(bytes, at, end, CORRELATION_DATA);
  client.answerData = dataAt === 0 ? "" : bytes.substring(dataAt + 2, dataAt + 2 + readUint16(bytes, dataAt));
}

/** The correlation data of the message that is being delivered. */
export function takeAnswerData(client: Client): string {
  return client.answerData === undefined ? "" : client.answerData;
}
