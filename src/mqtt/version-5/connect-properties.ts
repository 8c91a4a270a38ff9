// Properties of a client's CONNECT (MQTT 5.0, 3.1.2.11).
import {
  MAXIMUM_PACKET_SIZE,
  RECEIVE_MAXIMUM,
  SESSION_EXPIRY,
  TOPIC_ALIAS_MAXIMUM,
  WILL_DELAY,
} from "./property.ts";
import { longProperty, shortProperty } from "./property-bytes.ts";

/**
 * Seconds for which the broker keeps the session of an absent client: 0 to 2,147,483,647, or `NEVER`. @cold
 */
export function sessionProperties(expiry: number): string {
  return expiry === 0 ? "" : longProperty(SESSION_EXPIRY, expiry);
}

/** Seconds of absence before the broker publishes the client's will: 0 to 2,147,483,647. @cold */
export function willDelayProperties(delay: number): string {
  return delay === 0 ? "" : longProperty(WILL_DELAY, delay);
}

/**
 * The broker sends no longer packets, and no more messages at QoS 1 and 2 at once without an acknowledgement.
 * @cold
 */
export function limitProperties(packetBytes: number, messages: number): string {
  return longProperty(MAXIMUM_PACKET_SIZE, packetBytes) + receiveProperties(messages);
}

/** The broker sends at most so many messages at QoS 1 and 2 without an acknowledgement: 1 to 65,535. @cold */
export function receiveProperties(messages: number): string {
  return shortProperty(RECEIVE_MAXIMUM, messages);
}

/** The broker may use so many topic aliases (program/received-aliases.ts): 0 to 65,535. */
export function aliasProperties(most: number): string {
  return most === 0 ? "" : shortProperty(TOPIC_ALIAS_MAXIMUM, most);
}
