// A prepared publication: what stays the same each time a topic is published to (MQTT 3.1.1, 3.3).
import { uint16 } from "../bytes/integers.ts";
import { lengthPrefixed } from "../bytes/text.ts";
import { variableLength } from "../bytes/variable-length.ts";
import { QOS2 } from "../features.ts";
import { PUBLISH } from "./packet-type.ts";

/**
 * What happens to messages of a topic when the ring is full. "reject": none of them is dropped, a new one is refused.
 * "oldest": the oldest goes. "latest": one waits, and a newer one takes its place. "thin": the one goes that is
 * nearest in time to its neighbours, so that what is left spans the whole time evenly.
 */
export type Overflow = "reject" | "oldest" | "latest" | "thin";

/** A full ring drops messages of a lower priority first, and never one of a higher priority than the new message's. */
export const LOW_PRIORITY = 0;
export const NORMAL_PRIORITY = 1;
export const HIGH_PRIORITY = 2;

export interface Publication {
  qos: number;
  overflow: Overflow;
  /** One of the three above. */
  priority: number;
  /** Milliseconds after which a message that was not sent yet is dropped; 0 is never. At most twelve days. */
  deadline: number;
  /** First byte of the fixed header, without DUP. */
  header: number;
  /** Bytes of the last packet after topic and identifier, and what it began with: most are as long as the one before. */
  restBytes: number;
  head: string;
  /** Bytes of the topic and its length. */
  topicBytes: number;
  /** The ring's: the cursor of the newest message that was put. */
  at: number;
}

const DUP = 8;
const RETAIN = 1;
/** The high byte of every packet identifier that a PUBLISH goes out under (packet-id.ts), at QoS 1 and at QoS 2. */
const HIGH_BYTE = "\0";
const HIGH_BYTE_QOS_2 = "\x01";

/** Prepares publishes to `topic` (a byte string without fault, see topic.ts) at QoS 0 to 2. @cold */
export function prepare(topic: string, qos: number, retain: boolean, overflow: Overflow): Publication {
  return {
    qos,
    restBytes: -1,
    head: lengthPrefixed(topic) + highByte(qos),
    overflow,
    priority: NORMAL_PRIORITY,
    deadline: 0,
    at: -1,
    header: PUBLISH + qos * 2 + (retain ? RETAIN : 0),
    topicBytes: topic.length + 2,
  };
}

/** `priority` is one of the three above. */
export function setPriority(publication: Publication, priority: number): void {
  publication.priority = priority;
}

/** Milliseconds, 0 (never) to twelve days. */
export function setDeadline(publication: Publication, deadline: number): void {
  publication.deadline = deadline;
}

/** The same bytes as another text, which its owner may hold in a better way. */
export function setHead(publication: Publication, head: string): void {
  publication.head = head;
}

function highByte(qos: number): string {
  if (QOS2 && qos > 1) return HIGH_BYTE_QOS_2;
  return qos > 0 ? HIGH_BYTE : "";
}

/** Does the broker keep its newest message? @inline */
export function isRetained(publication: Publication): boolean {
  return publication.header % 2 === RETAIN;
}

/** The topic, as a byte string. */
export function topicOf(publication: Publication): string {
  const tail = topicAndHighByte(publication);
  return tail.substring(2, publication.topicBytes);
}

/** The topic behind its length, and the high byte of an identifier where there is one: what is the same in each packet. */
function topicAndHighByte(publication: Publication): string {
  const end = publication.head.length;
  return publication.head.substring(end - publication.topicBytes - (publication.qos > 0 ? 1 : 0), end);
}

/** What a packet with `length` bytes after topic and identifier begins with: fixed header, topic, high byte of an identifier. @inline */
export function packetStart(publication: Publication, length: number): string {
  return length === publication.restBytes ? publication.head : otherStart(publication, length);
}

/** Makes the beginning for another length than the last one. @hot */
export function otherStart(publication: Publication, length: number): string {
  const tail = topicAndHighByte(publication);
  const behind = publication.topicBytes + (publication.qos > 0 ? 2 : 0) + length;
  // No length while the start changes: an engine that stops in between must not leave one with the other's.
  publication.restBytes = -1;
  publication.head = String.fromCharCode(publication.header) + variableLength(behind) + tail;
  publication.restBytes = length;
  return publication.head;
}

/** A PUBLISH at QoS 0. `rest`: the payload, in 5.0 with counted properties in front of it. @inline */
export function publishPacket(publication: Publication, rest: string): string {
  return packetStart(publication, rest.length) + rest;
}

/** A PUBLISH at QoS 1 or 2, under the packet identifier whose low byte is `id`. @inline */
export function identifiedPacket(publication: Publication, rest: string, id: number): string {
  return packetStart(publication, rest.length) + String.fromCharCode(id) + rest;
}

/** The same under an identifier of QoS 1 that needs both bytes. */
export function widePacket(publication: Publication, rest: string, id: number): string {
  const start = packetStart(publication, rest.length);
  return start.substring(0, start.length - 1) + uint16(id) + rest;
}

/** The same packet sent once more: DUP is set [MQTT-3.3.1-1]. `packet` is a PUBLISH. */
export function repeated(packet: string): string {
  return String.fromCharCode(packet.charCodeAt(0) + DUP) + packet.substring(1);
}
