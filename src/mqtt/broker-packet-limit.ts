// A message that ends each connection: brokers close it for a topic, a QoS or a retained message that they do
// not allow, and for a packet that is too long for them (Mosquitto's max_packet_size); MQTT 3.1.1 has no word
// for why.
//
// It is found by ends that nothing else explains. The first one makes the oldest message that is out the
// suspect, and when three connections in a row have ended with it, or six with a short one, it is dropped and
// named. From the second one on, or the third within a minute, a connection shows first that it carries: a
// PINGREQ is answered, and only then the suspect goes out, alone. One that is acknowledged is none, and so on
// with those that were out after it: a broker that ends a connection takes along the answers to all that
// came before, or all but the first.
//
// After a long one none as long is taken of its topic, until the broker may be another: one that was away,
// or the next of a list. When a second topic had such a message, the length is why, and none as long is taken
// of any.
import { PERSISTENT_SESSION, QOS2, WIDE_WINDOW } from "../features.ts";
import { acknowledge, payloadOf, type Ring } from "../ring/ring.ts";
import { forgetKicks } from "./backoff.ts";
import type { Client } from "./client.ts";
import { DROPPED_UNTAKEN, drop } from "./dropped.ts";
import { isPublished } from "./handshake.ts";
import { doubleWindow, isNarrowed, narrowWindow, openWindow } from "./in-flight.ts";
import { ping } from "./keep-alive.ts";
import { NOTHING_OWED } from "./overdue.ts";
import { type Publication, topicOf } from "./publication.ts";
import { releaseDropped } from "./qos2-send.ts";
import { forgetLeftOut } from "./subscriptions.ts";
import { WINDOW } from "./window.ts";

/**
 * The least length of a long message. No broker's packet limit is lower: a shorter message ends connections
 * for another reason.
 */
export const LEAST_UNTAKEN_BYTES = 128;
/** The limit holds for all topics. */
const ANY_TOPIC = "";
/** No broker is known to have a limit for packets. */
export const NO_LIMIT = 0x7fffffff;

export interface BrokerPacketLimit {
  /**
   * The length of topic and payload from which the broker ends the connection, or `NO_LIMIT`; and the only
   * topic for which it is known.
   */
  least: number;
  topic: string;
  /** The same for announcements (discovery/announcer.ts), on any topic. */
  leastAnnounced: number;
  /**
   * The suspect: the message that may have ended the connection, as the ring's cursor, or `NOTHING_OWED`; and
   * the connections in a row that ended with it.
   */
  suspect: number;
  ends: number;
}

export function createBrokerPacketLimit(): BrokerPacketLimit {
  return { least: NO_LIMIT, topic: ANY_TOPIC, leastAnnounced: NO_LIMIT, suspect: NOTHING_OWED, ends: 0 };
}

/**
 * Connections in a row that end with the same message before it is dropped; more for a short one, because
 * broken links end with one more often.
 */
const MOST_ENDS = 3;
const MOST_ENDS_OF_SHORT = 6;

/** A connection has begun: with a suspect in the ring, nothing of the ring goes out before the sign. @cold */
export function beginTrial(client: Client): void {
  const ring = client.ring;
  const suspect = client.brokerPacketLimit.suspect;
  openWindow(client);
  if (suspect < ring.done) return;
  // A link that has broken once says little of a short message. One that breaks again soon does, also where
  // each end lets an answer through, so that another message is the suspect.
  const { ends } = client.brokerPacketLimit;
  if (ends === 1 && client.backoff.kicks < 2 && bytesAt(ring, suspect % ring.slots) < LEAST_UNTAKEN_BYTES)
    return;
  narrowWindow(client, 0);
  ping(client);
}

/** Does nothing of the ring go out before the sign that the connection carries? @cold */
export function awaitsSign(client: Client): boolean {
  return client.inFlight.window === 0;
}

/**
 * PINGRESP has come: either the connection carries, and the suspect may go out, alone; or the broker has read
 * on after the suspect, which is then cleared. Returns whether more may go out now. @cold
 */
export function heardSign(client: Client): boolean {
  if (!isNarrowed(client)) return false;
  if (awaitsSign(client)) narrowWindow(client, 1);
  else acquit(client);
  return true;
}

/** @cold */
function acquit(client: Client): void {
  openWindow(client);
  client.brokerPacketLimit.suspect = NOTHING_OWED;
}

/**
 * An acknowledged message is no suspect any more, and the next one goes out alone, as long as one waits that
 * was out before. Where many wait, twice as many go out next. @cold
 */
export function endTrial(client: Client): void {
  const ring = client.ring;
  const limit = client.brokerPacketLimit;
  if (ring.done <= limit.suspect) return;
  if (ring.sent === ring.written) acquit(client);
  else {
    limit.suspect = ring.done;
    limit.ends = 0;
    if (!WIDE_WINDOW) return;
    if (ring.written - ring.done > WINDOW) doubleWindow(client);
    else narrowWindow(client, 1);
  }
}

/** It has moved up in the ring. @inline */
export function moveSuspect(client: Client, slots: number): void {
  client.brokerPacketLimit.suspect += slots;
}

/**
 * The broker has closed the connection: the oldest message that was out is the suspect, and is dropped in the
 * end. Returns whether there is one. @cold
 */
export function suspectOldest(client: Client): boolean {
  const ring = client.ring;
  const limit = client.brokerPacketLimit;
  let cursor = ring.done;
  // A release is out in place of a message that the broker has, and says nothing of those after it.
  while (QOS2 && cursor !== ring.sent && !isOut(ring, cursor % ring.slots)) cursor += 1;
  const slot = cursor % ring.slots;
  const publication = cursor === ring.sent ? undefined : ring.items[slot];
  if (publication === undefined) {
    limit.suspect = NOTHING_OWED;
    return false;
  }
  limit.ends = limit.suspect === cursor ? limit.ends + 1 : 1;
  limit.suspect = cursor;
  if (limit.ends === 1) return true;
  // The end of the connection has its reason, and the next one comes soon.
  forgetKicks(client);
  const bytes = bytesAt(ring, slot);
  const isLong = bytes >= LEAST_UNTAKEN_BYTES;
  if (limit.ends < (isLong ? MOST_ENDS : MOST_ENDS_OF_SHORT)) return true;
  limit.suspect = NOTHING_OWED;
  if (isLong) learn(limit, topicOf(publication), bytes);
  if (QOS2 && PERSISTENT_SESSION && publication.qos > 1) releaseDropped(client, ring.marks[slot] as number);
  acknowledge(ring, ring.marks[slot] as number);
  drop(client, publication, DROPPED_UNTAKEN);
  limit.ends = 0;
  return true;
}

/** Does the slot hold a message that is out as a PUBLISH? @cold */
function isOut(ring: Ring<Publication>, slot: number): boolean {
  return ring.items[slot] !== undefined && isPublished(ring.marks[slot] as number);
}

/** Bytes of topic and payload of the message in a slot; 0 for none. @cold */
function bytesAt(ring: Ring<Publication>, slot: number): number {
  const publication = ring.items[slot];
  return publication === undefined ? 0 : publication.topicBytes + payloadOf(ring, slot).length;
}

/** Notes that a long message of a topic, with so many bytes, has ended connections. @cold */
function learn(limit: BrokerPacketLimit, topic: string, bytes: number): void {
  limit.topic = limit.least === NO_LIMIT || limit.topic === topic ? topic : ANY_TOPIC;
  limit.least = Math.min(limit.least, bytes);
}

/** Has the suspect ended so many connections that it is dropped? */
export function isGivenUp(client: Client): boolean {
  return client.brokerPacketLimit.ends >= MOST_ENDS;
}

/**
 * Has a message with so many bytes of topic and payload ended connections, or is it in 5.0 too long for the
 * broker?
 */
export function isUntaken(client: Client, publication: Publication, bytes: number): boolean {
  const limit = client.brokerPacketLimit;
  return bytes >= limit.least && (limit.topic === ANY_TOPIC || topicOf(publication) === limit.topic);
}

/** Might `isUntaken` say so, whatever the topic? @inline */
export function mayBeUntaken(client: Client, bytes: number): boolean {
  return bytes >= client.brokerPacketLimit.least;
}

/**
 * An announcement of so many bytes ends connections: it is retained, at QoS 0, on a topic of Home
 * Assistant's, and says nothing about other messages. @cold
 */
export function limitAnnouncements(client: Client, bytes: number): void {
  client.brokerPacketLimit.leastAnnounced = bytes;
}

/** The length from which announcements are left out, or `NO_LIMIT`. @cold */
export function announcementLimit(client: Client): number {
  const { topic, least, leastAnnounced } = client.brokerPacketLimit;
  return topic === ANY_TOPIC ? Math.min(least, leastAnnounced) : leastAnnounced;
}

/**
 * In 5.0 the broker says from which length of topic and payload it takes no message [MQTT5-3.2.2-15]. @cold
 */
export function adoptPacketLimit(client: Client, bytes: number): void {
  client.brokerPacketLimit.least = bytes;
  client.brokerPacketLimit.topic = ANY_TOPIC;
}

/** The next broker may be another one than the one with the limit, which is forgotten. @cold */
export function forgetLimit(client: Client): void {
  adoptPacketLimit(client, NO_LIMIT);
  client.brokerPacketLimit.leastAnnounced = NO_LIMIT;
  forgetLeftOut(client);
}
