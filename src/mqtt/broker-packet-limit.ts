// A message that ends each connection: a broker that has a limit for packets (Mosquitto's max_packet_size) closes it as soon
// as a longer one comes, and MQTT 3.1.1 has no word for why.
//
// It is found by ends that nothing else explains. The first one makes the oldest message that is out the suspect. From
// then on a connection shows first that it carries: a PINGREQ is answered, and only then the suspect goes out, alone. When
// that ends two more connections in a row, the message is dropped and named, and none as long is taken until the broker
// may be another: one that was away, or the next of a list.
import { acknowledge, NO_SLOT, payloadOf } from "../ring/ring.ts";
import { forgetKicks } from "./backoff.ts";
import type { Client } from "./client.ts";
import { DROPPED_UNTAKEN, drop } from "./dropped.ts";
import { isPublished } from "./handshake.ts";
import { narrowWindow, openWindow } from "./in-flight.ts";
import { ping } from "./keep-alive.ts";
import { NOTHING_OWED } from "./overdue.ts";
import { forgetLeftOut } from "./subscriptions.ts";

/** No broker has a limit as low as this: a link that breaks again and again is no proof against a short message. */
export const LEAST_UNTAKEN_BYTES = 128;
/** No broker is known to have a limit for packets. */
export const NO_LIMIT = 0x7fffffff;

export interface BrokerPacketLimit {
  /** Bytes of topic and payload from which on the broker ends the connection, or `NO_LIMIT`. */
  least: number;
  /** The message that may be why, as the ring's cursor or `NOTHING_OWED`; how many connections in a row ended with it. */
  suspect: number;
  ends: number;
}

export function createBrokerPacketLimit(): BrokerPacketLimit {
  return { least: NO_LIMIT, suspect: NOTHING_OWED, ends: 0 };
}

/** Connections in a row that the same message has ended. */
const MOST_ENDS = 3;

/** A connection has begun: with a suspect in the ring, nothing of the ring goes out before the sign. @cold */
export function beginTrial(client: Client): void {
  const ring = client.ring;
  if (client.brokerPacketLimit.suspect !== ring.done || ring.done === ring.put)
    client.brokerPacketLimit.suspect = NOTHING_OWED;
  openWindow(client);
  if (client.brokerPacketLimit.suspect === NOTHING_OWED) return;
  narrowWindow(client, 0);
  ping(client);
}

/** Does nothing of the ring go out before the sign that the connection carries? @cold */
export function awaitsSign(client: Client): boolean {
  return client.inFlight.window === 0;
}

/** May the suspect go out, alone? @cold */
export function admitSuspect(client: Client): boolean {
  if (!awaitsSign(client)) return false;
  narrowWindow(client, 1);
  return true;
}

/** A suspect that is acknowledged is none: the window is as it was. @cold */
export function endTrial(client: Client): void {
  if (client.ring.done === client.brokerPacketLimit.suspect) return;
  openWindow(client);
  client.brokerPacketLimit.suspect = NOTHING_OWED;
}

/** It has moved up in the ring. @inline */
export function moveSuspect(client: Client, slots: number): void {
  client.brokerPacketLimit.suspect += slots;
}

/** The broker has closed the connection: whatever was the oldest message out then is the suspect, and in the end it goes. @cold */
export function suspectOldest(client: Client): void {
  const ring = client.ring;
  const cursor = ring.done;
  const slot = cursor === ring.sent ? NO_SLOT : cursor % ring.slots;
  const publication = slot === NO_SLOT ? undefined : ring.items[slot];
  // A release is out in place of a message that the broker has.
  const isHere = publication !== undefined && isPublished(ring.marks[slot] as number);
  const bytes = isHere ? publication.topicBytes + payloadOf(ring, slot).length : 0;
  if (publication === undefined || bytes < LEAST_UNTAKEN_BYTES) {
    client.brokerPacketLimit.suspect = NOTHING_OWED;
    return;
  }
  client.brokerPacketLimit.ends =
    client.brokerPacketLimit.suspect === cursor ? client.brokerPacketLimit.ends + 1 : 1;
  client.brokerPacketLimit.suspect = cursor;
  if (client.brokerPacketLimit.ends === 1) return;
  // The end of the connection has its reason, and the next one comes soon.
  forgetKicks(client);
  if (client.brokerPacketLimit.ends < MOST_ENDS) return;
  client.brokerPacketLimit.suspect = NOTHING_OWED;
  limitTo(client, bytes);
  acknowledge(ring, ring.marks[slot] as number);
  drop(client, publication, DROPPED_UNTAKEN);
}

/** The broker ends the connection at so many bytes of topic and payload. */
export function limitTo(client: Client, bytes: number): void {
  client.brokerPacketLimit.least = Math.min(client.brokerPacketLimit.least, bytes);
}

/** In 5.0 the broker says from how many bytes of topic and payload on it takes none [MQTT5-3.2.2-15]. @cold */
export function setLimit(client: Client, bytes: number): void {
  client.brokerPacketLimit.least = bytes;
}

/** The broker may be another one than the one with the limit. @cold */
export function forgetLimit(client: Client): void {
  client.brokerPacketLimit.least = NO_LIMIT;
  forgetLeftOut(client);
}
