// Checks that a whole packet from a broker follows MQTT 5.0. A reader of a sound packet's
// fields need not check again.
import { readUint16 } from "../../bytes/integers.ts";
import {
  CONNACK,
  PINGRESP,
  PUBACK,
  PUBCOMP,
  PUBLISH,
  PUBREC,
  PUBREL,
  SUBACK,
  UNSUBACK,
} from "../packet-type.ts";
import {
  NO_ALIAS,
  propertiesEnd,
  propertiesSoundness,
  textEnd,
  topicAliasIn,
  valueAt,
} from "./properties.ts";
import { AUTHENTICATION_METHOD, SUBSCRIPTION_IDENTIFIER } from "./property.ts";
import {
  MALFORMED,
  PROTOCOL_ERROR,
  SOUND,
  type Soundness,
  TOPIC_ALIAS_INVALID,
  TOPIC_NAME_INVALID,
} from "./soundness.ts";

export const DISCONNECT = 0xe0;
export const AUTH = 0xf0;

/** Properties that a packet may have, by their identifiers. */
const OF_CONNACK = "\x11\x12\x13\x15\x16\x1a\x1c\x1f\x21\x22\x24\x25\x27\x28\x29\x2a";
export const OF_PUBLISH = "\x01\x02\x03\x08\x09\x0b\x23";
const OF_REPLY = "\x1f";
const OF_DISCONNECT = "\x1c\x1f";
const OF_AUTH = "\x15\x16\x1f";
/** In place of an identifier that may come twice: only the user's own properties may. */
const NO_PROPERTY = 0;

/** Reason codes that a packet may have (2.4). */
const CONNACK_CODES =
  "\0\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8c\x90\x95\x97\x99\x9a\x9b\x9c\x9d\x9f";
const PUBACK_CODES = "\0\x10\x80\x83\x87\x90\x91\x97\x99";
const PUBREL_CODES = "\0\x92";
const SUBACK_CODES = "\0\x01\x02\x80\x83\x87\x8f\x91\x97\x9e\xa1\xa2";
const UNSUBACK_CODES = "\0\x11\x80\x83\x87\x8f\x91";
const DISCONNECT_CODES =
  "\0\x80\x81\x82\x83\x87\x89\x8b\x8d\x8e\x8f\x90\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f\xa0\xa1\xa2";
const AUTH_CODES = "\0\x18";

/**
 * The verdict on the packet with the first byte `header` and the body from `body` to `end`. A type that no
 * broker sends is a protocol error. @cold
 */
export function packetSoundness(header: number, bytes: string, body: number, end: number): Soundness {
  if (header >= PUBLISH && header < PUBACK) return publishSoundness(header, bytes, body, end);
  if (header === CONNACK) return connackSoundness(bytes, body, end);
  if (header === PUBACK || header === PUBREC) return replySoundness(bytes, body, end, PUBACK_CODES);
  if (header === PUBREL || header === PUBCOMP) return replySoundness(bytes, body, end, PUBREL_CODES);
  if (header === SUBACK) return codesSoundness(bytes, body, end, SUBACK_CODES);
  if (header === UNSUBACK) return codesSoundness(bytes, body, end, UNSUBACK_CODES);
  if (header === PINGRESP) return end === body ? SOUND : MALFORMED;
  if (header === DISCONNECT)
    return end === body ? SOUND : reasonSoundness(bytes, body, end, DISCONNECT_CODES, OF_DISCONNECT);
  if (header === AUTH) return authSoundness(bytes, body, end);
  return isOfBrokers(header) ? MALFORMED : PROTOCOL_ERROR;
}

/** Is it a type that a broker sends, whatever its flags [MQTT5-2.1.3-1]? @cold */
function isOfBrokers(header: number): boolean {
  const type = header & 0xf0;
  return (
    (type >= CONNACK && type <= 0x70 && type !== PUBLISH) ||
    type === SUBACK ||
    type === UNSUBACK ||
    type >= PINGRESP ||
    type === 0
  );
}

/** 3.2: flags, a reason code, properties. @cold */
function connackSoundness(bytes: string, body: number, end: number): Soundness {
  if (end - body < 3 || bytes.charCodeAt(body) > 1) return MALFORMED;
  // [MQTT5-3.2.2-6]
  if (bytes.charCodeAt(body) === 1 && bytes.charCodeAt(body + 1) !== 0) return PROTOCOL_ERROR;
  return reasonSoundness(bytes, body + 1, end, CONNACK_CODES, OF_CONNACK);
}

/** A reason code and properties. A packet may leave out the properties, or both where the code is 0. @cold */
function reasonSoundness(bytes: string, at: number, end: number, codes: string, allowed: string): Soundness {
  if (at === end) return SOUND;
  if (codes.indexOf(bytes.substring(at, at + 1)) < 0) return PROTOCOL_ERROR;
  if (at + 1 === end) return SOUND;
  if (propertiesEnd(bytes, at + 1, end) !== end) return MALFORMED;
  return propertiesSoundness(bytes, at + 1, end, allowed, NO_PROPERTY);
}

/** 3.4 to 3.7: an identifier, then a reason code and properties. @cold */
function replySoundness(bytes: string, body: number, end: number, codes: string): Soundness {
  if (end - body < 2) return MALFORMED;
  if (readUint16(bytes, body) === 0) return PROTOCOL_ERROR;
  return reasonSoundness(bytes, body + 2, end, codes, OF_REPLY);
}

/** 3.9 and 3.11: an identifier, properties, and a reason code for each filter. @cold */
function codesSoundness(bytes: string, body: number, end: number, codes: string): Soundness {
  const first = end - body < 2 ? 0 : propertiesEnd(bytes, body + 2, end);
  if (first === 0 || first === end) return MALFORMED;
  if (readUint16(bytes, body) === 0) return PROTOCOL_ERROR;
  for (let at = first; at < end; at++) {
    if (codes.indexOf(bytes.substring(at, at + 1)) < 0) return PROTOCOL_ERROR;
  }
  return propertiesSoundness(bytes, body + 2, first, OF_REPLY, NO_PROPERTY);
}

/** 3.15: a reason code and properties, the method among them. @cold */
function authSoundness(bytes: string, body: number, end: number): Soundness {
  if (end === body + 1) return MALFORMED;
  const found = reasonSoundness(bytes, body, end, AUTH_CODES, OF_AUTH);
  if (found !== SOUND) return found;
  return valueAt(bytes, body + 1, end, AUTHENTICATION_METHOD) === 0 ? PROTOCOL_ERROR : SOUND;
}

/**
 * 3.3: a topic, an identifier above QoS 0, properties; the rest is payload. A claim of the sender that the
 * broker passes on unread, such as a response topic with a wildcard, is no fault of the connection: otherwise
 * a retained message would end each one. @cold
 */
export function publishSoundness(header: number, bytes: string, body: number, end: number): Soundness {
  const qos = (header >> 1) & 3;
  // [MQTT5-3.3.1-4] [MQTT5-3.3.1-2]
  if (qos === 3 || (qos === 0 && (header & 8) !== 0)) return MALFORMED;
  const topicEnd = textEnd(bytes, body, end);
  if (topicEnd === 0) return MALFORMED;
  const propertiesAt = qos === 0 ? topicEnd : topicEnd + 2;
  const payloadAt = propertiesAt >= end ? 0 : propertiesEnd(bytes, propertiesAt, end);
  if (payloadAt === 0) return MALFORMED;
  if (qos > 0 && readUint16(bytes, topicEnd) === 0) return PROTOCOL_ERROR;
  const found = propertiesSoundness(bytes, propertiesAt, payloadAt, OF_PUBLISH, SUBSCRIPTION_IDENTIFIER);
  if (found !== SOUND) return found;
  if (hasWildcard(bytes, body)) return TOPIC_NAME_INVALID;
  const alias = topicAliasIn(bytes, propertiesAt, payloadAt);
  if (alias === 0) return TOPIC_ALIAS_INVALID;
  // An empty name is allowed with an alias (3.3.2.1).
  return alias === NO_ALIAS && topicEnd === body + 2 ? PROTOCOL_ERROR : SOUND;
}

/** Has the text at `at` one? @cold */
function hasWildcard(bytes: string, at: number): boolean {
  const name = bytes.substring(at + 2, at + 2 + readUint16(bytes, at));
  return name.indexOf("+") >= 0 || name.indexOf("#") >= 0;
}
