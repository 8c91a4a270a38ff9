// The way out: a publish, by one of two paths (MQTT 3.1.1, 4.3 and 4.4).
//
//   QoS 0      `publish` itself hands the message to the link now, or refuses it
//   QoS 1, 2   `publishKept` keeps it in the ring until the broker has it; at QoS 1 a single one may go out past
//              the ring (alone.ts)
import { JOURNAL, MQTT5, PERSISTENT_SESSION, QOS1, QOS2, QUESTIONS, STAMPED } from "../features.ts";
import { acknowledge, forgetMarks, isHeld, NO_SLOT, put, type Ring, rewind } from "../ring/ring.ts";
import { endAlone, holdAlone, isAlone, isAloneOf, joinRing, mayBeAlone } from "./alone.ts";
import { isUntaken, mayBeUntaken } from "./broker-packet-limit.ts";
import type { Client } from "./client.ts";
import { isConnected } from "./connection-state.ts";
import { fits, pendingWith, sendIfRoom, sendPending } from "./link.ts";
import { countRepeats, type Outcome, refuse } from "./outcome.ts";
import { keepInFull, replaceIfLatest } from "./overflow.ts";
import { forgetEarlier, nextId, useId } from "./packet-id.ts";
import { speaks5 } from "./protocol.ts";
import { NOT_TIMED, otherStart, type Publication, withdraw } from "./publication.ts";
import { beginSession, inheritSession, releaseAgain } from "./qos2-send.ts";
import { flush, packetUnder, sendNew } from "./transmit.ts";
import { NOT_TAKEN, startIn5 } from "./version-5/publish-start.ts";
import { untakenWords } from "./version-5/publish-terms.ts";
import { takeTime } from "./version-5/time-property.ts";

/** Publishes `payload`: here at QoS 0, else by `publishKept`. Never blocks, never throws. @hot */
export function publish(client: Client, publication: Publication, payload: string): Outcome {
  if (QOS1 && publication.qos > 0) return publishKept(client, publication, payload);
  if (isConnected(client)) {
    if (MQTT5 && (STAMPED || QUESTIONS) && publication.timedAt !== NOT_TIMED)
      takeTime(client, publication, payload);
    const length = payload.length;
    let start = publication.head;
    if (length !== publication.payloadBytes) {
      // A message as long as the one before it is settled, and known to be short enough.
      if (MQTT5 && speaks5(client)) return publishAnewIn5(client, publication, payload);
      if (length > client.ring.limit) return refuse(client, "refused: too long");
      start = otherStart(publication, length);
    }
    if (sendIfRoom(client, start + payload)) return "sent";
  }
  return payload.length > client.ring.limit ? refuse(client, "refused: too long") : refuseNow(client);
}

/**
 * Publishes at QoS 0, in 5.0, a message that is not settled, has a deadline, or differs in length from the
 * one before it. @hot @branch
 */
function publishAnewIn5(client: Client, publication: Publication, payload: string): Outcome {
  if (payload.length > client.ring.limit) return refuse(client, "refused: too long");
  const start = startIn5(client, publication, payload.length, 0);
  if (start === NOT_TAKEN) return refuseUntaken(client, publication);
  if (sendIfRoom(client, start + payload)) return "sent";
  withdraw(publication);
  return refuseNow(client);
}

/** The connection's terms do not allow the message. @cold */
function refuseUntaken(client: Client, publication: Publication): Outcome {
  return refuse(
    client,
    untakenWords(client, publication) === "" ? "refused: too long" : "refused: not taken",
  );
}

/** The reason why the link takes no message at QoS 0; it may take one a little later (`counted`). @cold */
export function refuseNow(client: Client): Outcome {
  return isConnected(client) ? "refused: busy" : "refused: offline";
}

/** Publishes at QoS 1 or 2: sends a message that may go out alone, or keeps it in the ring. @hot @branch */
function publishKept(client: Client, publication: Publication, payload: string): Outcome {
  const length = payload.length;
  if (goesAlone(client, client.ring, publication, length)) {
    const start = length === publication.payloadBytes ? publication.head : otherStart(publication, length);
    const id = nextId(client, publication);
    const packet = packetUnder(publication, start, id, payload);
    const pending = pendingWith(client, packet);
    if (fits(client, pending)) {
      useId(client, id);
      sendPending(client, packet, pending);
      holdAlone(client, publication, payload, id);
      return "kept";
    }
  }
  return keepInTurn(client, publication, payload);
}

/** Keeps a message in the ring, and sends it if no other waits in front of it. @hot @branch */
function keepInTurn(client: Client, publication: Publication, payload: string): Outcome {
  const ring = client.ring;
  if (isAlone(client)) joinRing(client);
  if (isUntaken(client, publication, publication.topicBytes + payload.length))
    return refuse(client, "refused: too long");
  if (replaceIfLatest(client, ring, publication, payload)) return "kept";
  const slot = put(ring, publication, payload, client.instant);
  if (slot === NO_SLOT) return keepInFull(client, publication, payload);
  const cursor = ring.sent;
  if (cursor + 1 === ring.put) {
    if (cursor - ring.done < client.inFlight.window && isConnected(client))
      sendNew(client, ring, cursor, slot, publication, payload);
  } else flush(client);
  return "kept";
}

/**
 * May a message with so many bytes of payload go out at once and past the ring? In 5.0 only one as long as
 * the one before it, which is settled. With an empty ring the window is open. @inline
 */
function goesAlone(
  client: Client,
  ring: Ring<Publication>,
  publication: Publication,
  length: number,
): boolean {
  return (
    mayBeAlone(client) &&
    ring.put === ring.done &&
    isConnected(client) &&
    (!QOS2 || publication.qos === 1) &&
    (!MQTT5 || (!STAMPED && !QUESTIONS) || publication.timedAt === NOT_TIMED) &&
    (MQTT5 && speaks5(client) ? length === publication.payloadBytes : length <= ring.limit) &&
    !mayBeUntaken(client, publication.topicBytes + length)
  );
}

/** Has the broker acknowledged all that was kept? */
export function isAllAcknowledged(client: Client): boolean {
  return client.ring.done === client.ring.put && !isAlone(client);
}

/** Do so many bytes of payload fit the ring, and a broker that has shown a limit? */
export function isShortEnough(client: Client, publication: Publication, payloadBytes: number): boolean {
  return (
    !isUntaken(client, publication, publication.topicBytes + payloadBytes) &&
    payloadBytes <= client.ring.limit
  );
}

/** Is the newest message of the publication in the ring: waiting, or out and not acknowledged? */
export function isKept(client: Client, publication: Publication): boolean {
  return isAloneOf(client, publication) || isHeld(client.ring, publication);
}

/** As `finishMessage`, not inlined: for the rare paths. */
export function finishMessageRarely(client: Client, mark: number): void {
  finishMessage(client, mark);
}

/**
 * The broker has acknowledged the message that is out under `mark` (handshake.ts) [MQTT-4.3.2-1]. A mark that
 * no message has is ignored. @inline @hot
 */
export function finishMessage(client: Client, mark: number): void {
  if (!QOS1) return;
  if (client.alone.id === mark) {
    endAlone(client);
    return;
  }
  const ring = client.ring;
  acknowledge(ring, mark);
  if (ring.sent !== ring.put) flush(client);
}

/**
 * The broker has accepted the connection. In a kept session all unfinished messages go out again, in order:
 * with DUP and their own identifiers, or as their releases [MQTT-4.4.0-1] [MQTT-4.6.0-1]. In a new session
 * they go out as new, and count as possibly repeated.
 */
export function resume(client: Client, present: boolean): void {
  if (!QOS1) return;
  if (PERSISTENT_SESSION && present) {
    if (QOS2 && client.connection.connects === 0) inheritSession(client);
    if (QOS2) releaseAgain(client);
    rewind(client.ring);
  } else {
    if (QOS2) beginSession(client);
    if (JOURNAL) forgetEarlier(client);
    const forgotten = forgetMarks(client.ring);
    countRepeats(client, forgotten);
  }
}
