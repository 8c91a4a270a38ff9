// QoS 2: each message exactly once, by a handshake of four packets (MQTT 3.1.1, 4.3.3).
//
//   out  PUBLISH ->  <- PUBREC  PUBREL ->  <- PUBCOMP     the message stays in its slot to the end: a broker that loses
//                                                         the session in between may have passed it on, or not
//   in   -> PUBLISH  PUBREC ->  <- PUBREL  PUBCOMP ->     its identifier is remembered from PUBLISH to PUBREL
//
// A slot's mark is the packet identifier while PUBREC is to come, and its negative once PUBREL went out.
import { readUint16, uint16 } from "../bytes/integers.ts";
import { NO_SLOT, slotMarked } from "../ring/ring.ts";
import { sendAnswer } from "./answer.ts";
import { type Client, send, WINDOW } from "./client.ts";

export const PUBREC = 0x50;
export const PUBREL = 0x62;
export const PUBCOMP = 0x70;

/**
 * Identifiers of QoS 2 lie above those of QoS 1: from this one, as many as may be in flight. So few, that a device
 * without a memory of its last life can finish whatever that has left with the broker.
 */
export const FIRST_ID = 257;

/** Identifiers of incoming messages that are remembered at most, of two bytes each. */
const MOST_UNRELEASED = 32;

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

/** The broker keeps nothing of what was before. */
export function beginSession(client: Client): void {
  client.inherited = false;
  client.unreleased = "";
}

/**
 * An identifier that no message in the ring has. At most `WINDOW` have one.
 *
 * A device that has lost its memory and not its session may have left messages half-way with the broker, and the broker
 * would take a new one of the same identifier for one of them. So before its first message of QoS 2 such a device
 * releases whatever may be there.
 */
export function freeId(client: Client): number {
  if (client.inherited) {
    client.inherited = false;
    let releases = "";
    for (let id = FIRST_ID; id < FIRST_ID + WINDOW; id++) releases = releases + releasePacket(id);
    send(client, releases);
  }
  const ring = client.ring;
  let free = FIRST_ID;
  while (slotMarked(ring, free) !== NO_SLOT || slotMarked(ring, -free) !== NO_SLOT) free += 1;
  return free;
}

/** Is the incoming message one that has been delivered and is not released yet? Its two bytes of identifier stand at `at`. */
export function isUnreleased(client: Client, bytes: string, at: number): boolean {
  return placeOf(client, readUint16(bytes, at)) < client.unreleased.length;
}

/** Remembers the identifier at `at` until its PUBREL. False when the table is full. */
export function remember(client: Client, bytes: string, at: number): boolean {
  if (client.unreleased.length === MOST_UNRELEASED * 2) return false;
  client.unreleased = client.unreleased + bytes.substring(at, at + 2);
  return true;
}

/** PUBREL: the broker has done with the message. Answered by PUBCOMP whatever we know of it. @cold */
export function released(client: Client, id: number): void {
  const ids = client.unreleased;
  const place = placeOf(client, id);
  if (place < ids.length) client.unreleased = ids.substring(0, place) + ids.substring(place + 2);
  sendAnswer(client, PUBCOMP, uint16(id), 0);
}

/** Where an identifier stands in the table; its end when it is not there. */
function placeOf(client: Client, id: number): number {
  let at = 0;
  while (at < client.unreleased.length && readUint16(client.unreleased, at) !== id) at += 2;
  return at;
}
