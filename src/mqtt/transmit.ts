// Kept messages go on the wire, for the first time or once more (MQTT 3.1.1, 4.4).
import { BROKERS, MQTT5, QOS2, WIDE_WINDOW } from "../features.ts";
import { mark, markNew, moveOut, passOver, payloadOf, type Ring } from "../ring/ring.ts";
import type { Client } from "./client.ts";
import { isConnected } from "./connection-state.ts";
import { isExpired } from "./deadline.ts";
import { dropAt } from "./drop-waiting.ts";
import { DROPPED_EXPIRED } from "./dropped.ts";
import { awaitsPubcomp, isPublished, publishedAs, releasedId } from "./handshake.ts";
import { hasRoom, pendingWith, send, sendPending } from "./link.ts";
import { isWideId, lowByte, nextId, useId } from "./packet-id.ts";
import { afterProperties, speaks5 } from "./protocol.ts";
import { identifiedPacket, type Publication, repeated, widePacket } from "./publication.ts";
import { releaseInherited, releasePacket } from "./qos2-send.ts";
import { dropUntaken, isBeyondTerms } from "./version-5/publish-terms.ts";

/** Sends what waits in the ring, as far as the connection, the window and the link allow. @hot */
export function flush(client: Client): void {
  const ring = client.ring;
  let goesOn = isConnected(client);
  while (goesOn && ring.sent !== ring.put && ring.sent - ring.done < client.brokerPacketLimit.window) {
    const cursor = ring.sent;
    const slot = cursor % ring.slots;
    const publication = ring.items[slot];
    if (publication === undefined || cursor !== ring.written) goesOn = sendAgain(client, slot);
    else if (isExpired(client, publication, slot)) dropAt(client, cursor, DROPPED_EXPIRED);
    else goesOn = sendNew(client, ring, cursor, slot, publication, payloadOf(ring, slot));
  }
}

/** Sends the first waiting message, at `cursor` in `slot`, for the first time. False when the link has no room. @inline */
export function sendNew(
  client: Client,
  ring: Ring<Publication>,
  cursor: number,
  slot: number,
  publication: Publication,
  payload: string,
): boolean {
  if (QOS2 && publication.qos > 1 && !releaseInherited(client)) return false;
  const id = nextId(client, publication);
  const rest = afterProperties(client, payload);
  const packet =
    WIDE_WINDOW && isWideId(id)
      ? widePacket(publication, rest, id)
      : identifiedPacket(publication, rest, lowByte(id));
  if (MQTT5 && speaks5(client) && isBeyondTerms(client, publication, packet)) {
    return dropUntaken(client, slot, publication, id);
  }
  const pending = pendingWith(client, packet);
  if (pending > client.link.room && client.link.pending > 0) return false;
  // The slot counts as written before it is: a packet cut half-way was sent as far as anyone can tell.
  // It is out when it is: an engine that stops in between finds it waiting, and sends it again.
  useId(client, id);
  markNew(ring, cursor, slot, publishedAs(id));
  sendPending(client, packet, pending);
  moveOut(ring, cursor);
  return true;
}

/**
 * Sends the first waiting message, in `slot`, once more, under its identifier or as new; passes over a slot that holds
 * nothing: acknowledged in the last connection, or left half-way. False when the link has no room. @cold
 */
function sendAgain(client: Client, slot: number): boolean {
  const ring = client.ring;
  const publication = ring.items[slot];
  if (publication === undefined) {
    passOver(ring);
    return true;
  }
  const known = ring.marks[slot];
  if (QOS2 && awaitsPubcomp(known)) {
    const release = releasePacket(releasedId(known));
    if (!hasRoom(client, release)) return false;
    send(client, release);
    moveOut(ring, ring.sent);
    return true;
  }
  // The broker knows it by its identifier, in a session that it has kept.
  const isKnown = isPublished(known);
  // Another broker may have a session of before.
  if (BROKERS && QOS2 && !isKnown && publication.qos > 1 && !releaseInherited(client)) return false;
  const id = isKnown ? known : nextId(client, publication);
  const rest = afterProperties(client, payloadOf(ring, slot));
  let packet =
    WIDE_WINDOW && isWideId(id)
      ? widePacket(publication, rest, id)
      : identifiedPacket(publication, rest, lowByte(id));
  if (MQTT5 && speaks5(client) && isBeyondTerms(client, publication, packet)) {
    return dropUntaken(client, slot, publication, id);
  }
  if (isKnown) packet = repeated(packet);
  if (!hasRoom(client, packet)) return false;
  if (!isKnown) {
    useId(client, id);
    mark(ring, slot, publishedAs(id));
  }
  send(client, packet);
  moveOut(ring, ring.sent);
  return true;
}
