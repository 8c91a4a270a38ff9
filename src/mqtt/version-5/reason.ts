// Reason codes of MQTT 5.0 (2.4): their names, and the persons who can mend their causes.
import { readUint16 } from "../../bytes/integers.ts";
import { AUTHENTICATION, SERVER_REFERENCES } from "../../features.ts";
import { valueAt } from "./properties.ts";
import { REASON_STRING, SERVER_REFERENCE } from "./property.ts";

/** The lowest code of a refusal; lower codes are successes. */
export const LEAST_FAILURE = 0x80;

/** The broker took the message, and no subscription matches its topic. */
export const NO_SUBSCRIBERS = 0x10;
export const UNSPECIFIED = 0x80;
export const UNSUPPORTED_VERSION = 0x84;
export const SESSION_TAKEN_OVER = 0x8e;
export const PACKET_IDENTIFIER_NOT_FOUND = 0x92;
export const RECEIVE_MAXIMUM_EXCEEDED = 0x93;
export const PACKET_TOO_LARGE = 0x95;
export const USE_ANOTHER_SERVER = 0x9c;
export const SERVER_MOVED = 0x9d;

/** The reason code at `at` of a sound packet, which omits a code of 0. @cold */
export function reasonAt(bytes: string, at: number, end: number): number {
  return at < end ? bytes.charCodeAt(at) : 0;
}

/** The cause, in the standard's words, and the cure where it is ours. @cold */
export function reasonName(code: number): string {
  if (code === 0x81) return "malformed packet";
  if (code === 0x82) return "protocol error";
  if (code === 0x83) return "implementation specific error";
  if (code === UNSUPPORTED_VERSION)
    return "protocol version; it must speak MQTT 5.0, or this client MQTT 3.1.1";
  if (code === 0x85) return "client identifier; set another id";
  if (code === 0x86) return "bad user name or password; set user and secret";
  if (code === 0x87) return "not authorized; let this user in, or set another";
  if (code === 0x88) return "unavailable";
  if (code === 0x89) return "busy";
  if (code === 0x8a) return "banned";
  if (code === 0x8b) return "shutting down";
  if (AUTHENTICATION && code === 0x8c) return "authentication method; set another, or leave it out";
  if (code === 0x8d) return "keep-alive timeout";
  if (code === SESSION_TAKEN_OVER) return "another client uses this identifier";
  if (code === 0x8f) return "topic filter";
  if (code === 0x90) return "topic name";
  if (code === 0x91) return "packet identifier in use";
  if (code === RECEIVE_MAXIMUM_EXCEEDED) return "more messages than its receive maximum";
  if (code === 0x94) return "topic alias";
  if (code === PACKET_TOO_LARGE) return "packet too large";
  if (code === 0x96) return "too many messages";
  if (code === 0x97) return "quota exceeded";
  if (code === 0x98) return "administrative action";
  if (code === 0x99) return "payload format";
  if (code === 0x9a) return "retained messages; it keeps none";
  if (code === 0x9b) return "QoS of the will or of a message; it takes a lower one";
  if (code === USE_ANOTHER_SERVER || code === SERVER_MOVED) return "use another broker";
  if (code === 0x9e) return "shared subscriptions";
  if (code === 0x9f) return "connection rate exceeded";
  if (code === 0xa0) return "maximum connect time";
  if (code === 0xa1) return "subscription identifiers";
  if (code === 0xa2) return "wildcards in subscriptions";
  return "unspecified error";
}

/**
 * The name of the code at `at`, the other broker that the packet names, and the broker's own words where it
 * has some. @cold
 */
export function reasonWords(bytes: string, at: number, end: number): string {
  let name = reasonName(reasonAt(bytes, at, end));
  if (SERVER_REFERENCES) {
    const other = referenceIn(bytes, at, end);
    if (other !== "") name = name + ": " + other;
  }
  const text = at + 1 < end ? valueAt(bytes, at + 1, end, REASON_STRING) : 0;
  return text === 0
    ? name
    : name + " (" + bytes.substring(text + 2, text + 2 + readUint16(bytes, text)) + ")";
}

/**
 * The other broker, or several separated by spaces, named by a sound packet whose code is at `at`; "" for
 * none. @cold
 */
export function referenceIn(bytes: string, at: number, end: number): string {
  const text = at + 1 < end ? valueAt(bytes, at + 1, end, SERVER_REFERENCE) : 0;
  return text === 0 ? "" : bytes.substring(text + 2, text + 2 + readUint16(bytes, text));
}

/**
 * Codes that time soon mends: the broker cannot serve now, it moves, or only this connection was at fault.
 */
const OF_THE_MOMENT = "\x80\x83\x88\x89\x8b\x8d\x8e\x93\x95\xa0";

/** Does the client reconnect after this code as after any loss? @cold */
export function isOfTheMoment(code: number): boolean {
  return OF_THE_MOMENT.indexOf(String.fromCharCode(code)) >= 0;
}

/** Codes that a packet of the client may have caused. */
const OF_A_PACKET = "\x80\x81\x82\x83\x87\x8f\x90\x94\x95\x97\x99\x9a\x9b\x9e\xa1\xa2";

/** Can this code mean that the broker does not take a message or a filter? @cold */
export function mayBeOfAPacket(code: number): boolean {
  return OF_A_PACKET.indexOf(String.fromCharCode(code)) >= 0;
}
