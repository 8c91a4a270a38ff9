// QoS 2 on the way out: each message exactly once, by a handshake of four packets (MQTT 3.1.1, 4.3.3).
//
//   PUBLISH ->  <- PUBREC  PUBREL ->  <- PUBCOMP     the message stays in its slot to the end: a broker that loses the
//                                                    session in between may have passed it on, or not
//
// The way in: receive-publish.ts, receive-pubrel.ts, qos2-received-ids.ts.
import { uint16 } from "../bytes/integers.ts";
import { JOURNAL, LATE_ANSWERS, WIDE_WINDOW } from "../features.ts";
import { markAgain, NO_SLOT, slotMarked } from "../ring/ring.ts";
import { sendAnswer } from "./acknowledgement.ts";
import type { Client, ClientHost } from "./client.ts";
import { publishedAs, releasedAs } from "./handshake.ts";
import { send } from "./link.ts";
import { forgetOldest } from "./overdue.ts";
import { isKeptId, LAST_KEPT_ID, lastQos2Id } from "./packet-id.ts";
import { PUBREL } from "./packet-type.ts";
import { forgetOpen } from "./program/late-answers.ts";
import { firstInherited, turned } from "./program/qos2-order.ts";
import { forgetAll } from "./qos2-received-ids.ts";
import { FIRST_QOS2_ID } from "./window.ts";

/** The session is the device's own. */
const OWN = 0;
/** An earlier life has had the session, and may have left messages unfinished at the broker. */
const INHERITED = 1;
/** The messages of an earlier life are being released. */
const RELEASING = 2;

export interface Qos2Send {
  /** The session's earlier owner, as far as QoS 2 is concerned. */
  inherited: typeof OWN | typeof INHERITED | typeof RELEASING;
  /**
   * The first and the last identifier to be released. In a program's client, the row may run over the last
   * identifier and go on from the first.
   */
  firstReleased: number;
  lastReleased: number;
  /** Who keeps the handshakes of some messages through a power cut (durable.ts). */
  keeper: HandshakeKeeper | undefined;
  /** The keeper has lost some: all that may be half-way is released. */
  isForgetful: boolean;
}

export interface HandshakeKeeper {
  /** The broker has the message under this identifier: called before its release goes out. @see isKeptId */
  received(this: void, host: ClientHost, id: number): void;
  /** It has released it. */
  completed(this: void, host: ClientHost, id: number): void;
}

/** From now on it is told; `isForgetful`: it may not know of all that an earlier life has left half-way. */
export function tellKeeper(client: Client, keeper: HandshakeKeeper, isForgetful: boolean): void {
  client.qos2Send.keeper = keeper;
  client.qos2Send.isForgetful = isForgetful;
}

export function createQos2Send(): Qos2Send {
  return { inherited: OWN, firstReleased: 0, lastReleased: 0, keeper: undefined, isForgetful: false };
}

/** Another life, or another client, has had the session. */
export function inheritSession(client: Client): void {
  const first = WIDE_WINDOW ? firstInherited(client) : FIRST_QOS2_ID;
  client.qos2Send.inherited = INHERITED;
  client.qos2Send.firstReleased = first;
  client.qos2Send.lastReleased =
    JOURNAL && client.qos2Send.isForgetful ? LAST_KEPT_ID : first + lastQos2Id(client) - FIRST_QOS2_ID;
}

/**
 * The message that is out under `id` is dropped. The broker may have it, and would take the next message with
 * its identifier for it. @cold
 */
export function releaseDropped(client: Client, id: number): void {
  const state = client.qos2Send;
  const isFirst = state.inherited === OWN;
  state.inherited = INHERITED;
  state.firstReleased = isFirst ? id : Math.min(state.firstReleased, id);
  state.lastReleased = isFirst ? id : Math.max(state.lastReleased, id);
}

/** The release of the message that was sent under `id`. */
export function releasePacket(id: number): string {
  return String.fromCharCode(PUBREL, 2) + uint16(id);
}

/**
 * PUBREC: the broker has the message; it is never sent as PUBLISH again. Its release is the answer, to any
 * identifier. @cold
 */
export function takePubrec(client: Client, id: number): void {
  const ring = client.ring;
  const slot = slotMarked(ring, publishedAs(id));
  if (JOURNAL && slot !== NO_SLOT && client.qos2Send.keeper !== undefined && isKeptId(id))
    client.qos2Send.keeper.received(client.owner, id);
  if (slot !== NO_SLOT) markAgain(ring, slot, releasedAs(id));
  sendAnswer(client, PUBREL, uint16(id), 0);
}

/** The broker has kept nothing from before. */
export function beginSession(client: Client): void {
  client.qos2Send.inherited = OWN;
  forgetAll(client);
  if (LATE_ANSWERS) forgetOpen(client);
}

/**
 * Releases the messages that an earlier life may have left unfinished at the broker, which would take a new
 * message with the same identifier for one of these. The device waits for the last answer: if it were cut off
 * in between, it would not know which of two messages an identifier means. Returns whether a message may be
 * sent for the first time. @cold
 */
export function releaseInherited(client: Client): boolean {
  if (client.qos2Send.inherited === INHERITED) {
    client.qos2Send.inherited = RELEASING;
    let releases = "";
    const last = client.qos2Send.lastReleased;
    for (let id = client.qos2Send.firstReleased; id <= last; id++)
      releases = releases + releasePacket(WIDE_WINDOW ? turned(id) : id);
    send(client, releases);
  }
  return client.qos2Send.inherited === OWN;
}

/** PUBCOMP: one whose handshake is kept is done. @cold */
export function completeKept(client: Client, id: number): void {
  const { keeper } = client.qos2Send;
  if (keeper !== undefined && isKeptId(id)) keeper.completed(client.owner, id);
}

/** Are answers to releases outstanding? */
export function isReleasing(client: Client): boolean {
  return client.qos2Send.inherited === RELEASING;
}

/** The connection has ended in the middle of the releases: they begin again in the same session. */
export function releaseAgain(client: Client): void {
  if (isReleasing(client)) client.qos2Send.inherited = INHERITED;
}

/** PUBCOMP: is it the last outstanding answer? @cold */
export function finishReleasing(client: Client, id: number): boolean {
  const last = client.qos2Send.lastReleased;
  if (!isReleasing(client) || id !== (WIDE_WINDOW ? turned(last) : last)) return false;
  client.qos2Send.inherited = OWN;
  // The time for the releases does not count against the message after them.
  forgetOldest(client);
  return true;
}
