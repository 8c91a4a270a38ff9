// A message that ends each connection: a broker that has a limit for packets (Mosquitto's max_packet_size) closes it as soon
// as a longer one comes, and MQTT 3.1.1 has no word for why.
//
// It is found by ends that nothing else explains. The first one makes the oldest message that is out the suspect. From
// then on a connection shows first that it carries: a PINGREQ is answered, and only then the suspect goes out, alone. When
// that ends two more connections in a row, the message is dropped and named, and none as long is taken until the broker
// may be another: one that was away, or the next of a list.
import { acknowledge, NO_SLOT, payloadOf } from "../ring/ring.ts";
import { type Client, NO_LIMIT, NO_PING, NOTHING_OWED, PINGREQ, send, WINDOW } from "./client.ts";
import { DROPPED_UNTAKEN, drop } from "./overflow.ts";

/** No broker has a limit as low as this: a link that breaks again and again is no proof against a short message. */
export const LEAST_UNTAKEN_BYTES = 128;
/** Connections in a row that the same message has ended. */
const MOST_ENDS = 3;

/** Asks for a sign that the broker has taken all that went out before. @cold */
export function askForSign(client: Client): void {
  client.pingAt = client.instant;
  send(client, PINGREQ);
}

/** Has it come? @cold */
export function hasSign(client: Client): boolean {
  return client.pingAt === NO_PING;
}

/** A connection has begun: with a suspect in the ring, nothing of the ring goes out before the sign. @cold */
export function beginTrial(client: Client): void {
  const ring = client.ring;
  if (client.suspect !== ring.done || ring.done === ring.put) client.suspect = NOTHING_OWED;
  client.window = WINDOW;
  if (client.suspect === NOTHING_OWED) return;
  client.window = 0;
  askForSign(client);
}

/** May the suspect go out, alone? @cold */
export function isSuspectDue(client: Client): boolean {
  if (client.window !== 0) return false;
  client.window = 1;
  return true;
}

/** A suspect that is acknowledged is none: the window is as it was. @cold */
export function endTrial(client: Client): void {
  if (client.ring.done === client.suspect) return;
  client.window = WINDOW;
  client.suspect = NOTHING_OWED;
}

/** The broker has closed the connection: whatever was the oldest message out then is the suspect, and in the end it goes. @cold */
export function suspectOldest(client: Client): void {
  const ring = client.ring;
  const cursor = ring.done;
  const slot = cursor === ring.sent ? NO_SLOT : cursor % ring.slots;
  const publication = slot === NO_SLOT ? undefined : ring.items[slot];
  // A release is out in place of a message that the broker has.
  const isHere = publication !== undefined && (ring.marks[slot] as number) > 0;
  const bytes = isHere ? publication.topicBytes + payloadOf(ring, slot).length : 0;
  if (publication === undefined || bytes < LEAST_UNTAKEN_BYTES) {
    client.suspect = NOTHING_OWED;
    return;
  }
  client.ends = client.suspect === cursor ? client.ends + 1 : 1;
  client.suspect = cursor;
  if (client.ends === 1) return;
  explain(client);
  if (client.ends < MOST_ENDS) return;
  client.suspect = NOTHING_OWED;
  client.untaken = Math.min(client.untaken, bytes);
  acknowledge(ring, ring.marks[slot] as number);
  drop(client, publication, DROPPED_UNTAKEN);
}

/** The end of the connection has its reason: no other client has thrown this one out, and the next one comes soon. @cold */
export function explain(client: Client): void {
  client.kicks = 0;
  client.attempts = 0;
}

/** The broker may be another one than the one with the limit. @cold */
export function forgetLimit(client: Client): void {
  client.untaken = NO_LIMIT;
}
