// SUBSCRIBE, UNSUBSCRIBE, DISCONNECT and AUTH of MQTT 5.0, and its answers with a reason (3.4 to 3.15).
import { uint16 } from "../../bytes/integers.ts";
import { lengthPrefixed } from "../../bytes/text.ts";
import { variableLength } from "../../bytes/variable-length.ts";
import { AUTH, DISCONNECT } from "./packet-soundness.ts";
import { counted } from "./property-bytes.ts";

/** Options of a subscription, added to its QoS (3.8.3.1): messages of this client itself do not come; */
export const NO_LOCAL = 4;
/** a message keeps the retain flag that it was published with; */
export const RETAIN_AS_PUBLISHED = 8;
/** retained messages come only with a new subscription; */
export const RETAINED_WHEN_NEW = 16;
/** no retained messages come. */
export const NO_RETAINED = 32;

/** One filter with its options, as they stand in a SUBSCRIBE: the highest QoS, and the constants above. */
export function requestedFilter(filter: string, options: number): string {
  return lengthPrefixed(filter) + String.fromCharCode(options);
}

/** A SUBSCRIBE of all `filters` (one or more `requestedFilter`, joined). `properties`: see property-bytes.ts. */
export function subscribePacket(id: number, properties: string, filters: string): string {
  return packet(0x82, uint16(id) + counted(properties) + filters);
}

/** An UNSUBSCRIBE of one filter. */
export function unsubscribePacket(id: number, properties: string, filter: string): string {
  return packet(0xa2, uint16(id) + counted(properties) + lengthPrefixed(filter));
}

/** PUBACK, PUBREC, PUBREL or PUBCOMP (`header`): with the reason 0 it is the packet of 3.1.1. */
export function answerPacket(header: number, id: number, reason: number): string {
  return packet(header, reason === 0 ? uint16(id) : uint16(id) + String.fromCharCode(reason));
}

/** A DISCONNECT with a reason code, 0 for the orderly end. */
export function disconnectPacket(reason: number, properties: string): string {
  if (properties !== "") return packet(DISCONNECT, String.fromCharCode(reason) + counted(properties));
  return packet(DISCONNECT, reason === 0 ? "" : String.fromCharCode(reason));
}

/** An AUTH: 0x18 goes on with an authentication, 0x19 begins it again. The method is among its properties. */
export function authPacket(reason: number, properties: string): string {
  return packet(AUTH, String.fromCharCode(reason) + counted(properties));
}

function packet(header: number, body: string): string {
  return String.fromCharCode(header) + variableLength(body.length) + body;
}
