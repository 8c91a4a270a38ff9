// The way out: what a publish promises, and the QoS 1 messages that are kept until acknowledged (MQTT 3.1.1, 4.3 and 4.4).
import {
  acknowledge,
  between,
  following,
  forgetMarks,
  markSent,
  NEVER_WRITTEN,
  passOver,
  put,
  remove,
  replace,
  rewind,
  slotAt,
} from "../ring/ring.ts";
import { type Client, CONNECTED, hasRoom, send } from "./client.ts";
import { identifiedPacket, type Publication, publishPacket, repeated } from "./publication.ts";

/**
 * What a publish promises. "sent": handed to the link, once (QoS 0). "kept": in the ring until the broker has
 * acknowledged it, through lost links, until power is lost (QoS 1). Anything else is a refusal, and says why.
 */
export type Outcome =
  | "sent"
  | "kept"
  | "refused: offline"
  | "refused: busy"
  | "refused: full"
  | "refused: too long";

/** Publish identifiers stop below those of SUBSCRIBE and UNSUBSCRIBE, so that the two never meet [MQTT-2.3.1-2]. */
const LAST_PUBLISH_ID = 0xfeff;
/** QoS 1 messages that may be out and unacknowledged. */
const WINDOW = 8;

/** Publishes `payload`. Never blocks, never throws. */
export function publish(client: Client, publication: Publication, payload: string): Outcome {
  const outcome =
    publication.qos === 0 ? pass(client, publication, payload) : keep(client, publication, payload);
  if (outcome === "kept") flush(client);
  else if (outcome !== "sent") client.refused += 1;
  return outcome;
}

function pass(client: Client, publication: Publication, payload: string): Outcome {
  if (client.state !== CONNECTED) return "refused: offline";
  if (payload.length > client.ring.limit) return "refused: too long";
  const packet = publishPacket(publication, payload);
  if (!hasRoom(client, packet.length)) return "refused: busy";
  send(client, packet);
  return "sent";
}

function keep(client: Client, publication: Publication, payload: string): Outcome {
  const ring = client.ring;
  if (payload.length > ring.limit) return "refused: too long";
  if (publication.overflow === "latest") {
    const slot = publication.slot;
    if (
      ring.items[slot] === publication &&
      ring.marks[slot] === NEVER_WRITTEN &&
      replace(ring, slot, payload)
    ) {
      drop(client, publication);
      return "kept";
    }
  }
  while (!put(ring, publication, payload)) {
    if (publication.overflow === "reject" || !dropOldest(client)) return "refused: full";
  }
  return "kept";
}

/** Drops the oldest message that was never on the wire and whose author allows it. False when there is none. */
function dropOldest(client: Client): boolean {
  const ring = client.ring;
  let cursor = ring.written;
  while (cursor !== ring.put) {
    const publication = ring.items[slotAt(ring, cursor)];
    if (publication !== undefined && publication.overflow !== "reject") {
      remove(ring, cursor);
      drop(client, publication);
      return true;
    }
    cursor = following(ring, cursor);
  }
  return false;
}

function drop(client: Client, publication: Publication): void {
  client.dropped += 1;
  client.host.dropped(client.host, publication);
}

/** Sends what waits in the ring, as far as the connection, the window and the link allow. */
export function flush(client: Client): void {
  const ring = client.ring;
  while (
    client.state === CONNECTED &&
    ring.sent !== ring.put &&
    between(ring, ring.done, ring.sent) < WINDOW
  ) {
    const slot = slotAt(ring, ring.sent);
    const publication = ring.items[slot];
    const mark = ring.marks[slot];
    if (publication === undefined) {
      passOver(ring);
      continue;
    }
    const id = mark > 0 ? mark : nextPublishId(client);
    let packet = identifiedPacket(publication, ring.payloads[slot], id);
    if (mark > 0) packet = repeated(packet);
    if (!hasRoom(client, packet.length)) return;
    // The slot counts as written before it is: a packet cut half-way was sent as far as anyone can tell.
    if (mark <= 0) client.publishId = id;
    markSent(ring, id);
    send(client, packet);
  }
}

function nextPublishId(client: Client): number {
  // All identifiers in flight lie among the last few given: at most one for each slot.
  return client.publishId >= LAST_PUBLISH_ID ? 1 : client.publishId + 1;
}

/** PUBACK: the message is the broker's now [MQTT-4.3.2-1]. One that answers nothing is left alone. */
export function acknowledged(client: Client, id: number): void {
  acknowledge(client.ring, id);
  flush(client);
}

/**
 * The connection is greeted. In a kept session what is unacknowledged goes out again, in order, with DUP and its own
 * identifier [MQTT-4.4.0-1] [MQTT-4.6.0-1]; in a new one it goes out as new and counts as possibly repeated.
 */
export function resume(client: Client, present: boolean): void {
  if (present) rewind(client.ring);
  else client.repeated += forgetMarks(client.ring);
}
