// The properties of a message in MQTT 5.0, as a program in Node gives and gets them (3.3.2.3). The names are
// those of MQTT.js.
import { readUint16 } from "../bytes/integers.ts";
import { propertyEnd, variableEnd } from "../mqtt/version-5/properties.ts";
import {
  CONTENT_TYPE,
  CORRELATION_DATA,
  MESSAGE_EXPIRY,
  PAYLOAD_FORMAT,
  RESPONSE_TOPIC,
  USER_PROPERTY,
} from "../mqtt/version-5/property.ts";
import { byteProperty, textProperty, userProperty } from "../mqtt/version-5/property-bytes.ts";
import { arrayOf, bytesOf, textOf } from "./text.ts";

/** Names and values of the user's own; a name that comes more than once has a list. */
export type UserProperties = Readonly<Record<string, string | readonly string[]>>;

/** Properties of a message. */
export interface MessageProperties {
  /** The type of the payload, as a MIME type: "application/json". */
  contentType?: string;
  /** Is the payload UTF-8 text? A broker may refuse one that says so and is not. */
  payloadFormatIndicator?: boolean;
  /** The topic for an answer, without wildcards. */
  responseTopic?: string;
  /** Names the request that an answer belongs to, at most 65,535 bytes. */
  correlationData?: Uint8Array;
  /** The sender's own properties. */
  userProperties?: UserProperties;
}

/**
 * Properties of an incoming message, as its sender has written them: brokers pass on a `responseTopic` that
 * is no topic.
 */
export interface ReceivedProperties extends MessageProperties {
  /** Seconds that were left until its expiry when the broker sent it. */
  messageExpiryInterval?: number;
}

/** The most bytes of a message's user properties together: the rest is left out. */
const MOST_OWN_BYTES = 65_536;

const NONE: ReceivedProperties = Object.freeze({});

/** As a byte string without its length. */
export function propertyBytes(properties: MessageProperties): string {
  const { contentType, payloadFormatIndicator, responseTopic, correlationData, userProperties } = properties;
  let bytes = "";
  if (payloadFormatIndicator !== undefined)
    bytes += byteProperty(PAYLOAD_FORMAT, payloadFormatIndicator ? 1 : 0);
  if (contentType !== undefined) bytes += textProperty(CONTENT_TYPE, bytesOf(contentType));
  if (responseTopic !== undefined) bytes += textProperty(RESPONSE_TOPIC, bytesOf(responseTopic));
  if (correlationData !== undefined) bytes += textProperty(CORRELATION_DATA, bytesOf(correlationData));
  return bytes + userPropertyBytes(userProperties);
}

/** As a byte string without its length. */
export function userPropertyBytes(userProperties: UserProperties = {}): string {
  let bytes = "";
  for (const [name, values] of Object.entries(userProperties))
    for (const value of [values].flat()) bytes += userProperty(bytesOf(name), bytesOf(value));
  return bytes;
}

/** Properties of a message that has come, sound and after their length; "" in MQTT 3.1.1, which has none. */
export function receivedProperties(counted: string): ReceivedProperties {
  if (counted.length < 2) return NONE;
  const properties: ReceivedProperties = {};
  const own = new Map<string, string[]>();
  let ownBytes = 0;
  let at = variableEnd(counted, 0, counted.length);
  while (at > 0 && at < counted.length) {
    const end = propertyEnd(counted, at, counted.length);
    const identifier = counted.charCodeAt(at);
    if (identifier !== USER_PROPERTY) takeProperty(properties, identifier, counted.slice(at + 1, end));
    else {
      ownBytes += end - at;
      if (ownBytes <= MOST_OWN_BYTES) addOwn(own, counted.slice(at + 1, end));
    }
    at = end;
  }
  if (own.size > 0) properties.userProperties = recordOf(own);
  return properties;
}

/** A text, or bytes in place of one, stand after two bytes of its length. */
function takeProperty(properties: ReceivedProperties, identifier: number, value: string): void {
  if (identifier === PAYLOAD_FORMAT) properties.payloadFormatIndicator = value !== "\0";
  else if (identifier === MESSAGE_EXPIRY)
    properties.messageExpiryInterval = readUint16(value, 0) * 65_536 + readUint16(value, 2);
  else if (identifier === CONTENT_TYPE) properties.contentType = textOf(value.slice(2));
  else if (identifier === RESPONSE_TOPIC) properties.responseTopic = textOf(value.slice(2));
  else if (identifier === CORRELATION_DATA)
    properties.correlationData = Uint8Array.from(arrayOf(value.slice(2)));
}

/** `pair`: a name and a value, each after its length. */
function addOwn(own: Map<string, string[]>, pair: string): void {
  const valueAt = 2 + readUint16(pair, 0);
  const name = textOf(pair.slice(2, valueAt));
  const values = own.get(name);
  const value = textOf(pair.slice(valueAt + 2));
  if (values === undefined) own.set(name, [value]);
  else values.push(value);
}

/** Without a prototype: the names come from a stranger. */
function recordOf(own: Map<string, string[]>): UserProperties {
  const record = Object.create(null) as Record<string, string | readonly string[]>;
  for (const [name, values] of own) record[name] = values.length === 1 ? (values[0] as string) : values;
  return record;
}
