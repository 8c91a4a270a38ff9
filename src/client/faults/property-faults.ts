// Faults of the properties that a program gives its messages: reported at the call, before a
// broker ends the connection.

import { type Check, isBoolean, isRecord, optionFaults } from "../../arguments/given.ts";
import { refusedCharacters } from "../../bytes/control-characters.ts";
import { halvesFault } from "../../bytes/utf8.ts";
import { topicFault } from "../../mqtt/topic.ts";
import { type UserProperties, userPropertyBytes } from "../message-properties.ts";
import { bytesOf, lengthOf } from "../text.ts";

/** A length of two bytes stands before each text. */
const LONGEST_TEXT = 65_535;

export const isPropertyText: Check = (value) => {
  const refused = typeof value === "string" ? refusedCharacters(bytesOf(value)) : "";
  return typeof value === "string" && !halvesFault(value) && refused === "" && lengthOf(value) <= LONGEST_TEXT
    ? undefined
    : `text of at most 65,535 bytes without ${refused === "" ? "control characters" : refused}`;
};

export const isUserProperties: Check = (value) =>
  isRecord(value) &&
  !(value instanceof Map) &&
  Object.entries(value).every(([name, given]) => isPair(name, given)) &&
  userPropertyBytes(value as UserProperties).length <= LONGEST_TEXT
    ? undefined
    : "a record of texts, or of lists of texts, at most 65,535 bytes together and without control characters and noncharacters (as U+FFFE)";

const PROPERTIES: Readonly<Record<string, Check>> = {
  contentType: isPropertyText,
  payloadFormatIndicator: isBoolean,
  responseTopic: (value) =>
    typeof value === "string" && !halvesFault(value) && topicFault(bytesOf(value)) === undefined
      ? undefined
      : "a topic without wildcards",
  correlationData: (value) =>
    value instanceof Uint8Array && value.byteLength <= LONGEST_TEXT
      ? undefined
      : "a Uint8Array of at most 65,535 bytes",
  userProperties: isUserProperties,
};

function isPair(name: string, given: unknown): boolean {
  const values: unknown[] = Array.isArray(given) ? given : [given];
  return [name, ...values].every((text) => isPropertyText(text) === undefined);
}

/** The faults of `options.properties`; 3.1.1 has no properties. */
export function propertyFaults(options: unknown, isVersion5: boolean): string[] {
  const properties = isRecord(options) && "properties" in options ? options.properties : undefined;
  if (properties === undefined || !isRecord(properties)) return [];
  if (!isVersion5) return ["The option properties needs MQTT 5.0: give the client mqtt: 5."];
  return optionFaults("properties of a message", properties, PROPERTIES);
}
