// What a client says of itself in its CONNECT (MQTT 5.0, 3.1.2.11).
import { MAXIMUM_PACKET_SIZE, RECEIVE_MAXIMUM, SESSION_EXPIRY } from "./property.ts";
import { longProperty, NEVER, shortProperty } from "./property-bytes.ts";

/** The broker keeps the session until the client ends it, as in 3.1.1, where it keeps it at all. @cold */
export function sessionProperties(isKept: boolean): string {
  return isKept ? longProperty(SESSION_EXPIRY, NEVER) : "";
}

/** The broker sends no longer packets, and has at most so many messages at QoS 1 and 2 unacknowledged. @cold */
export function limitProperties(packetBytes: number, messages: number): string {
  return longProperty(MAXIMUM_PACKET_SIZE, packetBytes) + shortProperty(RECEIVE_MAXIMUM, messages);
}
