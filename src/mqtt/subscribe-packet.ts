// SUBSCRIBE and UNSUBSCRIBE (MQTT 3.1.1 and 5.0, 3.8 and 3.10).
import { lengthPrefixed } from "../bytes/text.ts";
import { variableLength } from "../bytes/variable-length.ts";

export const NO_OPTIONS = 0;
/** Options of a subscription, added to its QoS (3.8.3.1): messages of this client itself do not come; */
export const NO_LOCAL = 4;
/** a message keeps the retain flag that it was published with; */
export const RETAIN_AS_PUBLISHED = 8;
/** retained messages come only with a new subscription; */
export const RETAINED_WHEN_NEW = 16;
/** no retained messages come. */
export const NO_RETAINED = 32;

/**
 * One filter and the highest QoS requested for it, as they stand in a SUBSCRIBE; in 5.0 with the options
 * above added.
 */
export function requestedFilter(filter: string, qos: number): string {
  return lengthPrefixed(filter) + String.fromCharCode(qos);
}

/**
 * A SUBSCRIBE of all `filters` (one or more `requestedFilter`, joined); in 5.0 with counted properties in
 * front of them.
 */
export function subscribePacket(id: number, filters: string): string {
  return "\x82" + variableLength(2 + filters.length) + String.fromCharCode(id >> 8, id & 255) + filters;
}

/**
 * An UNSUBSCRIBE of all `filters` (one or more `lengthPrefixed`, joined); in 5.0 with counted properties in
 * front of them.
 */
export function unsubscribePacket(id: number, filters: string): string {
  return "\xa2" + variableLength(2 + filters.length) + String.fromCharCode(id >> 8, id & 255) + filters;
}
