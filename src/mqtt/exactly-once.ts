// QoS 2: each message exactly once, by a handshake of four packets (MQTT 3.1.1, 4.3.3).
//
//   out  PUBLISH ->  <- PUBREC  PUBREL ->  <- PUBCOMP     the message stays in its slot to the end: a broker that loses
//                                                         the session in between may have passed it on, or not
//   in   -> PUBLISH  PUBREC ->  <- PUBREL  PUBCOMP ->     its identifier is remembered from PUBLISH to PUBREL (unreleased.ts)
//
// A slot's mark is the packet identifier while PUBREC is to come, and its negative once PUBREL went out.
import { uint16 } from "../bytes/integers.ts";
import { NO_SLOT, type Ring, slotMarked } from "../ring/ring.ts";
import { sendAnswer } from "./answer.ts";
import { type Client, CONNECTED, NOTHING_OWED, send, WINDOW } from "./client.ts";
import type { Publication } from "./publication.ts";
import { endWhenFinished, forget } from "./unreleased.ts";

export const PUBREC = 0x50;
export const PUBREL = 0x62;
export const PUBCOMP = 0x70;

/**
 * Identifiers of QoS 2 lie above those of QoS 1: from this one, as many as may be in flight. So few, that a device
 * without a memory of its last life can finish whatever that has left with the broker.
 */
export const FIRST_ID = 257;
const LAST_ID = FIRST_ID + WINDOW - 1;

/** The release of the message that was sent under `id`. */
export function releasePacket(id: number): string {
  return String.fromCharCode(PUBREL, 2) + uint16(id);
}

/** PUBREC: the broker has the message; it is never sent as PUBLISH again. Its release is the answer, to any identifier. @cold */
export function recorded(client: Client, id: number): void {
  const ring = client.ring;
  const slot = slotMarked(ring, id);
  if (slot !== NO_SLOT) ring.marks[slot] = -id;
  sendAnswer(client, PUBREL, uint16(id), 0);
}

/** What `client.inherited` says: the session is the device's own; */
export const OWN = 0;
/** a life before this one has had it, and may have left messages half-way with the broker; */
export const INHERITED = 1;
/** whatever may be there is being released. */
const RELEASING = 2;

/** The broker keeps nothing of what was before. */
export function beginSession(client: Client): void {
  client.inherited = OWN;
  client.unreleased = "";
}

/**
 * May a message be sent for the first time? A device that has lost its memory and not its session may have left messages
 * half-way with the broker, which would take a new one of the same identifier for one of them. So such a device first
 * releases whatever may be there, and waits for the last answer: cut in between, it would not know which of two
 * messages an identifier stands for. @cold
 */
export function mayBegin(client: Client): boolean {
  if (client.inherited === INHERITED) {
    client.inherited = RELEASING;
    let releases = "";
    for (let id = FIRST_ID; id <= LAST_ID; id++) releases = releases + releasePacket(id);
    send(client, releases);
  }
  return client.inherited === OWN;
}

/** Are there answers to releases to come? */
export function isReleasing(client: Client): boolean {
  return client.inherited === RELEASING;
}

/** The connection has ended in the middle of it: it is begun again in the same session. */
export function releaseAgain(client: Client): void {
  if (isReleasing(client)) client.inherited = INHERITED;
}

/** PUBCOMP: is it the last answer that was waited for? @cold */
export function isReleased(client: Client, id: number): boolean {
  if (!isReleasing(client) || id !== LAST_ID) return false;
  client.inherited = OWN;
  // The time for the releases is not that of the message behind them.
  client.owed = NOTHING_OWED;
  return true;
}

/** An identifier that no message in the ring has. At most `WINDOW` have one. */
export function freeId(ring: Ring<Publication>): number {
  let free = FIRST_ID;
  while (slotMarked(ring, free) !== NO_SLOT || slotMarked(ring, -free) !== NO_SLOT) free += 1;
  return free;
}

/** PUBREL: the broker has done with the message. Answered by PUBCOMP whatever we know of it. @cold */
export function released(client: Client, id: number): void {
  const bytes = uint16(id);
  forget(client, bytes);
  sendAnswer(client, PUBCOMP, bytes, 0);
  if (client.state === CONNECTED) endWhenFinished(client);
}
