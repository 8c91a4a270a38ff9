// SUBSCRIBE and UNSUBSCRIBE (MQTT 3.1.1, 3.8 and 3.10).
import { lengthPrefixed } from "../bytes/text.ts";
import { variableLength } from "../bytes/variable-length.ts";

/** One filter and the highest QoS wanted for it, as they stand in a SUBSCRIBE. */
export function requestedFilter(filter: string, qos: number): string {
  return lengthPrefixed(filter) + String.fromCharCode(qos);
}

/** A SUBSCRIBE of all `filters` (one or more `requestedFilter`, joined). */
export function subscribePacket(id: number, filters: string): string {
  return "\x82" + variableLength(2 + filters.length) + String.fromCharCode(id >> 8, id & 255) + filters;
}

/** An UNSUBSCRIBE of one filter. */
export function unsubscribePacket(id: number, filter: string): string {
  return (
    "\xa2" +
    variableLength(4 + filter.length) +
    String.fromCharCode(id >> 8, id & 255) +
    lengthPrefixed(filter)
  );
}
