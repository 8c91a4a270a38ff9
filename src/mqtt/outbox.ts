// The way out: what a publish promises, and the messages that are kept until the broker has them (MQTT 3.1.1, 4.3 and 4.4).
import {
  BROKERS,
  DEADLINES,
  OVERFLOW_LATEST,
  OVERFLOW_OLDEST,
  OVERFLOW_THIN,
  PERSISTENT_SESSION,
  PRIORITIES,
  QOS1,
  QOS2,
} from "../features.ts";
import {
  acknowledge,
  forgetMarks,
  isHeld,
  isWaiting,
  markNew,
  moveOut,
  NO_SLOT,
  passOver,
  payloadOf,
  put,
  type Ring,
  release,
  replace,
  rewind,
  WRITTEN_BEFORE,
} from "../ring/ring.ts";
import { type Client, CONNECTED, hasRoom, pendingWith, send, sendPending } from "./client.ts";
import { beginSession, freeId, INHERITED, mayBegin, releaseAgain, releasePacket } from "./exactly-once.ts";
import {
  DROPPED_EXPIRED,
  DROPPED_REPLACED,
  drop,
  dropAt,
  dropExpired,
  isExpired,
  makeRoom,
} from "./overflow.ts";
import { identifiedPacket, otherStart, type Publication, repeated } from "./publication.ts";

/**
 * What a publish promises. "sent": handed to the link, once (QoS 0). "kept": in the ring until the broker has
 * acknowledged it, through lost links, until power is lost (QoS 1 and 2). Anything else is a refusal, and says why.
 */
export type Outcome =
  | "sent"
  | "kept"
  | "refused: offline"
  | "refused: busy"
  | "refused: full"
  | "refused: too long";

/**
 * Publish identifiers are one byte at QoS 1: at most `WINDOW` of them are in use. Those of QoS 2, SUBSCRIBE and
 * UNSUBSCRIBE lie above, so that no two ever meet [MQTT-2.3.1-2].
 */
export const LAST_PUBLISH_ID = 255;
/** Publishes `payload`. Never blocks, never throws. @hot */
export function publish(client: Client, publication: Publication, payload: string): Outcome {
  if (QOS1 && publication.qos > 0) return keep(client, publication, payload);
  if (client.state === CONNECTED) {
    const length = payload.length;
    let start = publication.head;
    if (length !== publication.payloadBytes) {
      // What is as long as the message before is known to be short enough.
      if (length > client.ring.limit) return refused(client, payload);
      start = otherStart(publication, length);
    }
    const packet = start + payload;
    const pending = pendingWith(client, packet);
    if (pending <= client.linkBytes || client.pending === 0) {
      sendPending(client, packet, pending);
      return "sent";
    }
  }
  return refused(client, payload);
}

/** Why a publish at QoS 0 is refused. @cold */
function refused(client: Client, payload: string): Outcome {
  client.refusals += 1;
  if (payload.length > client.ring.limit) return "refused: too long";
  return client.state === CONNECTED ? "refused: busy" : "refused: offline";
}

/** @hot @branch */
function keep(client: Client, publication: Publication, payload: string): Outcome {
  const ring = client.ring;
  if (publication.topicBytes + payload.length >= client.untaken)
    return keepInFull(client, publication, payload);
  if (OVERFLOW_LATEST && publication.overflow === "latest" && isWaiting(ring, publication)) {
    if (replaceWaiting(client, publication, payload)) return "kept";
  }
  const slot = put(ring, publication, payload);
  if (slot === NO_SLOT) return keepInFull(client, publication, payload);
  if (DEADLINES || OVERFLOW_THIN) ring.times[slot] = client.instant;
  const cursor = ring.sent;
  if (cursor + 1 === ring.put) {
    // Nothing waits in front of it.
    if (cursor - ring.done < client.window && client.state === CONNECTED)
      sendNew(client, ring, cursor, slot, publication, payload);
  } else flush(client);
  return "kept";
}

/** @cold */
function replaceWaiting(client: Client, publication: Publication, payload: string): boolean {
  const replaced = replace(client.ring, publication, payload);
  if (replaced) {
    if (DEADLINES || OVERFLOW_THIN) client.ring.times[publication.at % client.ring.slots] = client.instant;
    drop(client, publication, DROPPED_REPLACED);
  }
  return replaced;
}

/** Keeps a message in a ring that has no room for it, as far as what may be dropped makes some. @cold */
function keepInFull(client: Client, publication: Publication, payload: string): Outcome {
  const ring = client.ring;
  if (payload.length > ring.limit || publication.topicBytes + payload.length >= client.untaken) {
    client.refusals += 1;
    return "refused: too long";
  }
  if (DEADLINES) dropExpired(client);
  release(ring);
  let slot = put(ring, publication, payload);
  if ((OVERFLOW_OLDEST || PRIORITIES) && slot === NO_SLOT && makeRoom(client, publication, payload.length))
    slot = put(ring, publication, payload);
  if (slot === NO_SLOT) {
    client.refusals += 1;
    return "refused: full";
  }
  if (DEADLINES || OVERFLOW_THIN) ring.times[slot] = client.instant;
  flush(client);
  return "kept";
}

/** Is the newest message of the publication in the ring: waiting, or out and not acknowledged? */
export function isKept(client: Client, publication: Publication): boolean {
  return isHeld(client.ring, publication);
}

/** Sends what waits in the ring, as far as the connection, the window and the link allow. @hot */
export function flush(client: Client): void {
  const ring = client.ring;
  let goesOn = client.state === CONNECTED;
  while (goesOn && ring.sent !== ring.put && ring.sent - ring.done < client.window) {
    const cursor = ring.sent;
    const slot = cursor % ring.slots;
    const publication = ring.items[slot];
    if (publication === undefined || cursor !== ring.written) goesOn = sendAgain(client, slot);
    else if (DEADLINES && isExpired(client, publication, slot)) dropAt(client, cursor, DROPPED_EXPIRED);
    else goesOn = sendNew(client, ring, cursor, slot, publication, payloadOf(ring, slot));
  }
}

/** Sends the first waiting message, at `cursor` in `slot`, for the first time. False when the link has no room. @inline */
function sendNew(
  client: Client,
  ring: Ring<Publication>,
  cursor: number,
  slot: number,
  publication: Publication,
  payload: string,
): boolean {
  if (QOS2 && publication.qos > 1 && !mayBegin(client)) return false;
  const id = nextId(client, publication);
  const packet = identifiedPacket(publication, payload, QOS2 ? id & 255 : id);
  const pending = pendingWith(client, packet);
  if (pending > client.linkBytes && client.pending > 0) return false;
  // The slot counts as written before it is: a packet cut half-way was sent as far as anyone can tell.
  // It is out when it is: an engine that stops in between finds it waiting, and sends it again.
  if (!QOS2 || id <= LAST_PUBLISH_ID) client.publishId = id;
  markNew(ring, cursor, slot, id);
  sendPending(client, packet, pending);
  ring.sent = cursor + 1;
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
  const mark = ring.marks[slot];
  if (QOS2 && mark < WRITTEN_BEFORE) {
    const release = releasePacket(-mark);
    if (!hasRoom(client, release)) return false;
    send(client, release);
    moveOut(ring);
    return true;
  }
  // Another broker may have a session of before.
  if (BROKERS && QOS2 && mark < 0 && publication.qos > 1 && !mayBegin(client)) return false;
  const id = mark > 0 ? mark : nextId(client, publication);
  let packet = identifiedPacket(publication, payloadOf(ring, slot), QOS2 ? id & 255 : id);
  if (mark > 0) packet = repeated(packet);
  if (!hasRoom(client, packet)) return false;
  if (mark <= 0) {
    if (!QOS2 || id <= LAST_PUBLISH_ID) client.publishId = id;
    ring.marks[slot] = id;
  }
  send(client, packet);
  moveOut(ring);
  return true;
}

/** The packet identifier for one more message. @inline */
function nextId(client: Client, publication: Publication): number {
  return QOS2 && publication.qos > 1 ? freeId(client.ring) : nextPublishId(client);
}

/** All identifiers in flight lie among the last few given: at most one for each slot. @inline */
function nextPublishId(client: Client): number {
  return client.publishId >= LAST_PUBLISH_ID ? 1 : client.publishId + 1;
}

/**
 * The message that is out under `mark` is the broker's now [MQTT-4.3.2-1]: of a PUBACK its identifier, of a PUBCOMP the
 * negative (exactly-once.ts). One that answers nothing is left alone. @hot
 */
export function acknowledged(client: Client, mark: number): void {
  if (!QOS1) return;
  const ring = client.ring;
  acknowledge(ring, mark);
  if (ring.sent !== ring.put) flush(client);
}

/**
 * The connection is greeted. In a kept session what is unfinished goes out again, in order: what is unacknowledged with
 * DUP and its own identifier, or its release [MQTT-4.4.0-1] [MQTT-4.6.0-1]; in a new one it goes out as new and counts
 * as possibly repeated.
 */
export function resume(client: Client, present: boolean): void {
  if (!QOS1) return;
  if (PERSISTENT_SESSION && present) {
    if (QOS2 && client.connects === 0) client.inherited = INHERITED;
    if (QOS2) releaseAgain(client);
    rewind(client.ring);
  } else {
    if (QOS2) beginSession(client);
    const forgotten = forgetMarks(client.ring);
    client.repeats += forgotten;
  }
}
