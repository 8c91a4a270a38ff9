// Properties of a client's CONNECT (MQTT 5.0, 3.1.2.11).
import {
  MAXIMUM_PACKET_SIZE,
  RECEIVE_MAXIMUM,
  SESSION_EXPIRY,
  TOPIC_ALIAS_MAXIMUM,
  WILL_DELAY,
} from "./property.ts";
import { longProperty, shortProperty } from "./property-bytes.ts";

/** Seconds for which the broker keeps the session of a client that is away: 0 to 2,147,483,647, or `NEVER`. @cold */
export function sessionProperties(expiry: number): string {
  return expiry === 0 ? "" : longProperty(SESSION_EXPIRY, expiry);
}

/** Seconds that the client may be away before the broker publishes its will: 0 to 2,147,483,647. @cold */
export function willDelayProperties(delay: number): string {
  return delay === 0 ? "" : longProperty(WILL_DELAY, delay);
}

/** The broker sends no longer packets, and has at most so many messages at QoS 1 and 2 unacknowledged. @cold */
export function limitProperties(packetBytes: number, messages: number): string {
  return longProperty(MAXIMUM_PACKET_SIZE, packetBytes) + receiveProperties(messages);
}

/** The broker has at most so many messages at QoS 1 and 2 unacknowledged: 1 to 65,535. @cold */
export function receiveProperties(messages: number): string {
  return shortProperty(RECEIVE_MAXIMUM, messages);
}

/** The broker may use so many topic aliases (program/received-aliases.ts): 0 to 65,535. */
export function aliasProperties(most: number): string {
  return most === 0 ? "" : shortProperty(TOPIC_ALIAS_MAXIMUM, most);
}
