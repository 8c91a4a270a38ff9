// The packet identifiers of our messages (MQTT 3.1.1, 2.3.1), so that no two ever meet [MQTT-2.3.1-2]:
//
//   1 to 255          QoS 1; where messages are kept through a power cut (durable.ts), those from 128 on
//                     belong to these, each by its tag
//   257 to 511        QoS 2: as many of them as the window, or in a program's client all of them
//                     (program/qos2-order.ts); a device's above those: messages that are kept through a power
//                     cut, each by its tag (durable.ts)
//   0x1000 to 0x7fff  QoS 1 in a window of more than 255 messages
//   0x8000 on         SUBSCRIBE and UNSUBSCRIBE (request-id.ts)
import { JOURNAL, QOS2, WIDE_WINDOW } from "../features.ts";
import { NO_SLOT, type Ring, slotMarked } from "../ring/ring.ts";
import type { Client } from "./client.ts";
import { publishedAs, releasedAs } from "./handshake.ts";
import { usualWindow } from "./in-flight.ts";
import { firstNumber, idOfNumber, turned } from "./program/qos2-order.ts";
import type { Publication } from "./publication.ts";
import { FIRST_QOS2_ID, WIDEST_QOS2_WINDOW, WIDEST_WINDOW, WINDOW } from "./window.ts";

/**
 * The last identifier of QoS 1. At most a window of them is in use, the ones given last, so the next one is
 * free.
 */
export const LAST_QOS1_ID = 255;

/** @inline */
export function lastQos2Id(client: Client): number {
  return FIRST_QOS2_ID + (WIDE_WINDOW && givesAll(client) ? WIDEST_QOS2_WINDOW : WINDOW) - 1;
}

/** Identifiers of QoS 1 where more may be out than one byte can count. */
const FIRST_WIDE_ID = 0x1000;
const LAST_WIDE_ID = FIRST_WIDE_ID + WIDEST_WINDOW - 1;

/** Is it an identifier of a wide window? */
export function isWideId(id: number): boolean {
  return id >= FIRST_WIDE_ID && id <= LAST_WIDE_ID;
}

export interface PacketIds {
  /** The identifier given last at QoS 1. */
  last: number;
  /**
   * The identifier given last at QoS 2 where all of them are given in turn; 0 where each message gets the
   * lowest free one.
   */
  lastQos2: number;
  /** The highest identifier of QoS 1 that is given in turn; those above it belong to tags. */
  most: number;
  /** May the broker know messages of tags with `EARLIER`: is the session one of an earlier life? */
  isInherited: boolean;
}

export function createPacketIds(): PacketIds {
  return { last: 0, lastQos2: 0, most: LAST_QOS1_ID, isInherited: true };
}

/**
 * The largest tag of a message. `EARLIER` is added to the tag of a message from an earlier life, which may
 * have sent it.
 */
const LAST_TAG = 0xffff;
export const EARLIER = LAST_TAG + 1;

/** Identifiers of QoS 2 that belong to tags: such an identifier outlives a power cut with its message. */
const FIRST_KEPT_ID = FIRST_QOS2_ID + WINDOW;
export const LAST_KEPT_ID = FIRST_QOS2_ID + WIDEST_QOS2_WINDOW - 1;

export function isKeptId(id: number): boolean {
  return id >= FIRST_KEPT_ID && id <= LAST_KEPT_ID;
}

/** Where messages have tags, identifiers of QoS 1 from here on belong to the tags. */
const FIRST_TAGGED_ID = 128;

/** Some messages have tags: identifiers given in turn end below those of the tags. */
export function giveTags(client: Client): void {
  client.packetIds.most = FIRST_TAGGED_ID - 1;
}

/** The session is new: no earlier life has sent anything in it. */
export function forgetEarlier(client: Client): void {
  client.packetIds.isInherited = false;
}

/** May an earlier life have sent the message of this tag in this session? */
export function isEarlier(client: Client, tag: number): boolean {
  return tag > LAST_TAG && client.packetIds.isInherited;
}

/** The identifier of a tagged message, the same in each life. Neighbouring tags have different ones. */
export function idOfTag(tag: number, qos: number): number {
  if (!QOS2 || qos < 2) return FIRST_TAGGED_ID + (tag % FIRST_TAGGED_ID);
  return FIRST_KEPT_ID + ((tag % 0x8000) % (LAST_KEPT_ID - FIRST_KEPT_ID + 1));
}

/** The identifier of a tagged message, or `NO_ID` while another message has it. */
export function taggedId({ ring }: Client, tag: number, qos: number): number {
  const id = idOfTag(tag, qos);
  return isInUse(ring, id) ? NO_ID : id;
}

/** No identifier is free: the one that the message must have is in use. */
export const NO_ID = 0;

/** The identifier for one more message, or `NO_ID`. @inline */
export function nextId(client: Client, publication: Publication): number {
  return QOS2 && publication.qos > 1 ? freeId(client, publication) : nextPublishId(client);
}

/** @inline */
function nextPublishId(client: Client): number {
  if (WIDE_WINDOW && usualWindow(client) > LAST_QOS1_ID) return nextWideId(client);
  return client.packetIds.last >= (JOURNAL ? client.packetIds.most : LAST_QOS1_ID)
    ? 1
    : client.packetIds.last + 1;
}

function nextWideId(client: Client): number {
  const { last } = client.packetIds;
  return isWideId(last) && last < LAST_WIDE_ID ? last + 1 : FIRST_WIDE_ID;
}

/**
 * A message goes out under this identifier: at QoS 1, and where all are given in turn, the next one follows
 * it. @inline
 */
export function useId(client: Client, id: number): void {
  if (JOURNAL && id > client.packetIds.most && id <= LAST_QOS1_ID) return;
  if (!QOS2 || id <= LAST_QOS1_ID || (WIDE_WINDOW && isWideId(id))) client.packetIds.last = id;
  else if (WIDE_WINDOW && givesAll(client)) client.packetIds.lastQos2 = id;
}

/** The byte of an identifier that differs from message to message. @inline */
export function lowByte(id: number): number {
  return QOS2 ? id & 255 : id;
}

/** An identifier of QoS 2 that no message in the ring has. There is one: there are as many as may be out. */
function freeId(client: Client, publication: Publication): number {
  if (WIDE_WINDOW && publication.storeNumber > 0) return storedId(client, publication.storeNumber);
  let free = WIDE_WINDOW && givesAll(client) ? idBehind(client.packetIds.lastQos2) : FIRST_QOS2_ID;
  while (isInUse(client.ring, free)) free = WIDE_WINDOW ? idBehind(free) : free + 1;
  return free;
}

/** From now on all identifiers of QoS 2 are given in turn. */
export function giveAll(client: Client): void {
  client.packetIds.lastQos2 = FIRST_QOS2_ID - 1;
}

/** @inline */
function givesAll(client: Client): boolean {
  return client.packetIds.lastQos2 > 0;
}

function idBehind(id: number): number {
  return turned(id + 1);
}

/**
 * The identifier of a stored message, or `NO_ID` while a message without a number has it, or messages of the
 * turn before are still out.
 */
function storedId({ ring }: Client, number: number): number {
  const id = idOfNumber(number);
  return number - firstNumber(ring) < WIDEST_QOS2_WINDOW && !isInUse(ring, id) ? id : NO_ID;
}

/** Is it an identifier of QoS 1? @inline */
export function isOfQos1(id: number): boolean {
  return id < FIRST_QOS2_ID || (WIDE_WINDOW && isWideId(id));
}

/** Is a message, or its release, out under this identifier? */
export function isInUse(ring: Ring<Publication>, id: number): boolean {
  return slotMarked(ring, publishedAs(id)) !== NO_SLOT || slotMarked(ring, releasedAs(id)) !== NO_SLOT;
}
