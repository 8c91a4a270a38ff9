// QoS 2 on the way in: the identifiers of messages that have come and are not released yet (MQTT 3.1.1,
// 4.3.3).
//
//   -> PUBLISH  PUBREC ->  <- PUBREL  PUBCOMP ->     an identifier is remembered from PUBLISH to PUBREL
//
// The table has a fixed number of places. In a kept session, from the first message on that finds none,
// messages stay unanswered while those in the table are released. Then a new connection begins, in which the
// broker sends them again [MQTT-4.4.0-1]. So each connection moves a whole table, and PUBRECs keep the order
// of their messages [MQTT-4.6.0-3]. In a clean session nothing comes again in another connection, and within
// one DUP tells it [MQTT-3.3.1-1]: there a message that finds no place is taken all the same.
import { elapsed, isSince } from "../bytes/milliseconds.ts";
import { PERSISTENT_SESSION } from "../features.ts";
import type { Client } from "./client.ts";
import { asksForClean } from "./connect-packet.ts";

/** The message is new: it is delivered, and its PUBREC sent. */
export const NEW = 0;
/** The message was delivered before: only its PUBREC is sent again. */
const KNOWN = 1;
/** The table was full: the message is neither delivered nor answered before the next connection. */
export const POSTPONED = 2;

export type ReceivedStanding = typeof NEW | typeof KNOWN | typeof POSTPONED;

/** The longest time without a PUBREL while messages are held back. */
const RELEASE_MS = 30000;
/** After so many connections without a PUBREL, the broker has lost the messages that the table remembers. */
const MOST_STALLS = 2;

/** No message is held back: the table of identifiers has room. */
const NONE_HELD = -1;
/** Identifiers of incoming messages that a board remembers. */
export const MOST_UNRELEASED = 32;

export interface Qos2ReceivedIds {
  /**
   * Packet identifiers of messages that have come and are not released yet, two bytes each; and how many fit.
   */
  ids: string;
  most: number;
  /**
   * The time since when there has been no PUBREL while messages find no room in the table, or `NONE_HELD`;
   * and the connections in a row that ended for that.
   */
  heldAt: number;
  stalls: number;
}

export function createQos2ReceivedIds(): Qos2ReceivedIds {
  return { ids: "", most: MOST_UNRELEASED, heldAt: NONE_HELD, stalls: 0 };
}

const EVERY_ID = 65535;

/** A computer has room for every possible identifier. */
export function rememberAll(client: Client): void {
  client.qos2ReceivedIds.most = EVERY_ID;
}

/**
 * Is there no unreleased message with this identifier? A client that does not remember every identifier
 * cannot tell.
 */
export function isUnknown(client: Client, id: string): boolean {
  const { ids, most } = client.qos2ReceivedIds;
  return most === EVERY_ID && placeOf(client, id) === ids.length;
}

/** The fate of the message with this first byte and this identifier, of two bytes. */
export function standingOf(client: Client, header: number, id: string): ReceivedStanding {
  if (placeOf(client, id) < client.qos2ReceivedIds.ids.length) return KNOWN;
  if (client.qos2ReceivedIds.heldAt === NONE_HELD && isFull(client))
    client.qos2ReceivedIds.heldAt = client.instant;
  if (holdsBack(client)) return POSTPONED;
  // DUP is the highest of the four flags.
  return client.qos2ReceivedIds.heldAt !== NONE_HELD && (header & 15) > 7 ? KNOWN : NEW;
}

/** Are messages of this connection left for another one? */
export function holdsBack(client: Client): boolean {
  return PERSISTENT_SESSION && client.qos2ReceivedIds.heldAt !== NONE_HELD && !asksForClean(client.greeting);
}

function isFull(client: Client): boolean {
  return client.qos2ReceivedIds.ids.length >= client.qos2ReceivedIds.most * 2;
}

/** Remembers the identifier of a new message until its PUBREL. */
export function remember(client: Client, id: string): void {
  if (!isFull(client)) client.qos2ReceivedIds.ids = client.qos2ReceivedIds.ids + id;
}

/** PUBREL has come: the identifier is the broker's again. */
export function forget(client: Client, id: string): void {
  const place = placeOf(client, id);
  const ids = client.qos2ReceivedIds.ids;
  if (place < ids.length) client.qos2ReceivedIds.ids = ids.substring(0, place) + ids.substring(place + 2);
  client.qos2ReceivedIds.stalls = 0;
  if (holdsBack(client)) client.qos2ReceivedIds.heldAt = client.instant;
}

/** Are messages held back, and all that the table remembered released? */
export function isTableReleased(client: Client): boolean {
  return holdsBack(client) && client.qos2ReceivedIds.ids === "";
}

/**
 * Milliseconds until the broker must have released a message, while some are held back: 0 or less when it is
 * late.
 */
export function untilReleased(client: Client): number {
  return RELEASE_MS - elapsed(client.instant, client.qos2ReceivedIds.heldAt);
}

/** If messages have been held back since `since` or later, the time for a release begins at `from`. */
export function awaitReleaseAnew(client: Client, since: number, from: number): void {
  const ids = client.qos2ReceivedIds;
  if (holdsBack(client) && isSince(ids.heldAt, since)) ids.heldAt = from;
}

/**
 * A connection ends without a PUBREL: after several of these the broker has lost the messages that the table
 * remembers.
 */
export function countStall(client: Client): void {
  client.qos2ReceivedIds.stalls += 1;
  if (client.qos2ReceivedIds.stalls >= MOST_STALLS) forgetAll(client);
}

/** The broker does not know the messages that the table remembers. @inline */
export function forgetAll(client: Client): void {
  client.qos2ReceivedIds.ids = "";
  client.qos2ReceivedIds.stalls = 0;
}

/** The connection is over: the next one has room, or finds again that it has none. @inline */
export function endHold(client: Client): void {
  client.qos2ReceivedIds.heldAt = NONE_HELD;
}

/** The place of an identifier in the table; the table's end when it is not there. */
function placeOf(client: Client, id: string): number {
  const ids = client.qos2ReceivedIds.ids;
  let from = 0;
  let at = ids.indexOf(id);
  // Two bytes that belong to two neighbouring identifiers are no match.
  while (at >= 0 && (from + at) % 2 === 1) {
    from += at + 1;
    at = ids.substring(from).indexOf(id);
  }
  return at < 0 ? ids.length : from + at;
}
