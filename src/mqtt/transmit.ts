// Kept messages go on the wire, for the first time or once more (MQTT 3.1.1, 4.4).
//
// Both ways take the same steps, any of which may end them: an identifier, a packet, room on the link, a mark
// in the ring, the write, and last the message's place among those that are out.
import { BROKERS, JOURNAL, MQTT5, QOS2, QUESTIONS, STAMPED, WIDE_WINDOW } from "../features.ts";
import { markAgain, markNew, moveOut, passOver, payloadOf, type Ring } from "../ring/ring.ts";
import type { Client } from "./client.ts";
import { isConnected } from "./connection-state.ts";
import { isExpired, waited } from "./deadline.ts";
import { dropAt } from "./drop-waiting.ts";
import { DROPPED_EXPIRED } from "./dropped.ts";
import { awaitsPubcomp, isPublished, publishedAs, publishedId, releasedId } from "./handshake.ts";
import { fits, hasRoom, pendingWith, send, sendIfRoom, sendPending } from "./link.ts";
import { isEarlier, isWideId, lowByte, NO_ID, nextId, taggedId, useId } from "./packet-id.ts";
import { speaks5 } from "./protocol.ts";
import {
  identifiedPacket,
  NOT_TIMED,
  otherStart,
  type Publication,
  repeated,
  widePacket,
  withdraw,
} from "./publication.ts";
import { releaseInherited, releasePacket } from "./qos2-send.ts";
import { NOT_TAKEN, startIn5 } from "./version-5/publish-start.ts";
import { dropUntaken } from "./version-5/publish-terms.ts";
import { takeTime } from "./version-5/time-property.ts";

/** Sends the waiting messages of the ring, as far as the connection, the window and the link allow. @hot */
export function flush(client: Client): void {
  const ring = client.ring;
  let goesOn = isConnected(client);
  while (goesOn && ring.sent !== ring.put && ring.sent - ring.done < client.inFlight.window) {
    const cursor = ring.sent;
    const slot = cursor % ring.slots;
    const publication = ring.items[slot];
    if (publication === undefined || cursor !== ring.written) goesOn = sendAgain(client, slot);
    else if (isExpired(client, publication, slot)) dropAt(client, cursor, DROPPED_EXPIRED);
    else goesOn = sendNew(client, ring, cursor, slot, publication, payloadOf(ring, slot));
  }
}

/**
 * Sends the first waiting message, at `cursor` in `slot`, for the first time. Returns whether `flush` may go
 * on: false when the link is full, inherited releases are unanswered, no identifier is free, or the
 * connection has ended. @inline
 */
export function sendNew(
  client: Client,
  ring: Ring<Publication>,
  cursor: number,
  slot: number,
  publication: Publication,
  payload: string,
): boolean {
  if (QOS2 && publication.qos > 1 && !releaseInherited(client)) return false;
  const id = idFor(client, slot, publication);
  if (isNoId(id)) return false;
  const packet = packetFor(client, slot, publication, id, payload);
  if (MQTT5 && packet === NOT_TAKEN) return dropUntaken(client, slot, publication, id);
  const pending = pendingWith(client, packet);
  if (!fits(client, pending)) return waitForRoom(publication);
  // Marked before it is written: of a packet that was cut half-way nobody can tell whether it has arrived.
  // Moved out after it is written: an engine that stops in between finds the message waiting, and sends it
  // again.
  useId(client, id);
  markNew(ring, cursor, slot, publishedAs(id));
  sendPending(client, JOURNAL ? asBefore(client, slot, publication, packet) : packet, pending);
  moveOut(ring, cursor);
  return true;
}

/** The beginning of the packet for a message in `slot`, which gets its time; or `NOT_TAKEN`. @inline */
function preparedStart(client: Client, slot: number, publication: Publication, payload: string): string {
  if (MQTT5 && (STAMPED || QUESTIONS) && publication.timedAt !== NOT_TIMED)
    takeTime(client, publication, payload);
  let start = publication.head;
  if (payload.length !== publication.payloadBytes) {
    start = MQTT5 ? newStart(client, publication, payload, slot) : otherStart(publication, payload.length);
  }
  return start;
}

/** The identifier for the message in `slot`, or `NO_ID`. @inline */
function idFor(client: Client, slot: number, publication: Publication): number {
  return JOURNAL ? idByTag(client, slot, publication) : nextId(client, publication);
}

/** The identifier of the message's tag, or else the next one. */
function idByTag(client: Client, slot: number, publication: Publication): number {
  const tag = client.ring.tags[slot] as number;
  return tag > 0 ? taggedId(client, tag, publication.qos) : nextId(client, publication);
}

/** Is no identifier free? Only where messages may have more of them, or one of their own. @inline */
function isNoId(id: number): boolean {
  return (JOURNAL || (WIDE_WINDOW && QOS2)) && id === NO_ID;
}

/** The packet for the message in `slot`, which gets its time; or `NOT_TAKEN`. @inline */
function packetFor(
  client: Client,
  slot: number,
  publication: Publication,
  id: number,
  payload: string,
): string {
  const start = preparedStart(client, slot, publication, payload);
  return MQTT5 && start === NOT_TAKEN ? NOT_TAKEN : packetUnder(publication, start, id, payload);
}

/** The link is full: the message waits. Returns as `sendNew`. @inline */
function waitForRoom(publication: Publication): boolean {
  if (MQTT5) withdraw(publication);
  return false;
}

/** What an earlier life may have sent is sent again: with DUP. */
function asBefore(client: Client, slot: number, publication: Publication, packet: string): string {
  return isEarlier(client, client.ring.tags[slot] as number) ? repeated(publication, packet) : packet;
}

/** The beginning of the packet for a message in `slot`, or `NOT_TAKEN`. */
function newStart(client: Client, publication: Publication, payload: string, slot: number): string {
  if (!speaks5(client)) return otherStart(publication, payload.length);
  return startIn5(client, publication, payload.length, waited(client, publication, slot));
}

/** A PUBLISH at QoS 1 or 2 with this beginning, under this identifier. @inline */
export function packetUnder(publication: Publication, start: string, id: number, payload: string): string {
  return WIDE_WINDOW && isWideId(id)
    ? widePacket(publication, start, id, payload)
    : identifiedPacket(publication, start, lowByte(id), payload);
}

/**
 * Sends the first waiting message, in `slot`, once more: under its identifier, or as new. Skips an empty
 * slot, whose message was acknowledged or left unfinished in the last connection. Returns as `sendNew`. @cold
 */
function sendAgain(client: Client, slot: number): boolean {
  const ring = client.ring;
  const publication = ring.items[slot];
  if (publication === undefined) {
    passOver(ring);
    return true;
  }
  const mark = ring.marks[slot];
  if (QOS2 && awaitsPubcomp(mark)) return resendRelease(client, releasedId(mark));
  // In a session that it has kept, the broker knows the message by its identifier.
  const isKnown = isPublished(mark);
  // This broker may hold an older session of ours.
  if (BROKERS && QOS2 && !isKnown && publication.qos > 1 && !releaseInherited(client)) return false;
  const id = isKnown ? publishedId(mark) : idFor(client, slot, publication);
  if (isNoId(id)) return false;
  const packet = packetFor(client, slot, publication, id, payloadOf(ring, slot));
  if (MQTT5 && packet === NOT_TAKEN) return dropUntaken(client, slot, publication, id);
  if (!hasRoom(client, packet)) return waitForRoom(publication);
  if (!isKnown) {
    useId(client, id);
    markAgain(ring, slot, publishedAs(id));
  }
  send(client, isKnown ? repeated(publication, packet) : packet);
  moveOut(ring, ring.sent);
  return true;
}

/**
 * Sends PUBREL in place of the first waiting message, which the broker already has. Returns as `sendNew`.
 * @inline
 */
function resendRelease(client: Client, id: number): boolean {
  if (!sendIfRoom(client, releasePacket(id))) return false;
  moveOut(client.ring, client.ring.sent);
  return true;
}
