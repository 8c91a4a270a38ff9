// The way out: what a publish promises, and the QoS 1 messages that are kept until acknowledged (MQTT 3.1.1, 4.3 and 4.4).
import { OVERFLOW_LATEST, OVERFLOW_OLDEST, QOS1 } from "../features.ts";
import {
  acknowledge,
  forgetMarks,
  markWritten,
  moveOut,
  NEVER_WRITTEN,
  passOver,
  put,
  type Ring,
  remove,
  replace,
  rewind,
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
/** QoS 1 messages that may be out and unacknowledged. With one that waits they fill 8 slots: Lua has lists of 2, 4, 8... */
export const WINDOW = 7;

/** Publishes `payload`. Never blocks, never throws. @hot */
export function publish(client: Client, publication: Publication, payload: string): Outcome {
  let outcome: Outcome;
  if (payload.length > client.ring.limit) outcome = "refused: too long";
  else if (!QOS1 || publication.qos === 0) outcome = pass(client, publication, payload);
  else outcome = keep(client, publication, payload);
  if (QOS1 && outcome === "kept") flush(client);
  else if (outcome !== "sent") client.refusals += 1;
  return outcome;
}

function pass(client: Client, publication: Publication, payload: string): Outcome {
  if (client.state !== CONNECTED) return "refused: offline";
  const packet = publishPacket(publication, payload);
  if (!hasRoom(client, packet.length)) return "refused: busy";
  send(client, packet);
  return "sent";
}

function keep(client: Client, publication: Publication, payload: string): Outcome {
  const ring = client.ring;
  if (OVERFLOW_LATEST && publication.overflow === "latest" && isWaiting(ring, publication)) {
    const replaced = replace(ring, publication.slot, payload);
    if (replaced) {
      drop(client, publication);
      return "kept";
    }
  }
  let kept = put(ring, publication, payload);
  if (OVERFLOW_OLDEST && publication.overflow !== "reject") {
    while (!kept) {
      const cursor = oldestDroppable(ring);
      if (cursor === ring.put) break;
      const dropped = ring.items[cursor % ring.slots];
      remove(ring, cursor);
      if (dropped !== undefined) drop(client, dropped);
      kept = put(ring, publication, payload);
    }
  }
  return kept ? "kept" : "refused: full";
}

/** Does the newest message of the publication wait in the ring, and was never on the wire? */
function isWaiting(ring: Ring<Publication>, publication: Publication): boolean {
  return ring.items[publication.slot] === publication && ring.marks[publication.slot] === NEVER_WRITTEN;
}

/** Is the newest message of the publication in the ring: waiting, or out and not acknowledged? */
export function isKept(client: Client, publication: Publication): boolean {
  return client.ring.items[publication.slot] === publication;
}

/** Where the oldest message stands that was never on the wire and whose author lets it be dropped; the end if none does. */
function oldestDroppable(ring: Ring<Publication>): number {
  let cursor = ring.written;
  while (cursor !== ring.put && isToStay(ring.items[cursor % ring.slots])) cursor += 1;
  return cursor;
}

function isToStay(publication: Publication | undefined): boolean {
  return publication === undefined || publication.overflow === "reject";
}

function drop(client: Client, publication: Publication): void {
  client.drops += 1;
  client.owner.dropped(client.owner, publication);
}

/** Sends what waits in the ring, as far as the connection, the window and the link allow. @hot */
export function flush(client: Client): void {
  const ring = client.ring;
  let goesOn = true;
  while (goesOn && client.state === CONNECTED && ring.sent !== ring.put && ring.sent - ring.done < WINDOW) {
    const slot = ring.sent % ring.slots;
    const publication = ring.items[slot];
    const mark = ring.marks[slot];
    if (publication === undefined) passOver(ring);
    else {
      const id = mark > 0 ? mark : nextPublishId(client);
      let packet = identifiedPacket(publication, ring.payloads[slot], id);
      if (mark > 0) packet = repeated(packet);
      goesOn = hasRoom(client, packet.length);
      if (goesOn) {
        // The slot counts as written before it is: a packet cut half-way was sent as far as anyone can tell.
        // It is out when it is: an engine that stops in between finds it waiting, and sends it again.
        if (mark <= 0) client.publishId = id;
        markWritten(ring, id);
        send(client, packet);
        moveOut(ring);
      }
    }
  }
}

function nextPublishId(client: Client): number {
  // All identifiers in flight lie among the last few given: at most one for each slot.
  return client.publishId >= LAST_PUBLISH_ID ? 1 : client.publishId + 1;
}

/** PUBACK: the message is the broker's now [MQTT-4.3.2-1]. One that answers nothing is left alone. */
export function acknowledged(client: Client, id: number): void {
  if (!QOS1) return;
  acknowledge(client.ring, id);
  flush(client);
}

/**
 * The connection is greeted. In a kept session what is unacknowledged goes out again, in order, with DUP and its own
 * identifier [MQTT-4.4.0-1] [MQTT-4.6.0-1]; in a new one it goes out as new and counts as possibly repeated.
 */
export function resume(client: Client, present: boolean): void {
  if (!QOS1) return;
  if (present) rewind(client.ring);
  else {
    const forgotten = forgetMarks(client.ring);
    client.repeats += forgotten;
  }
}
