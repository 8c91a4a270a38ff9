// A prepared publication: what stays the same each time a topic is published to (MQTT 3.1.1, 3.3).
import { lengthPrefixed } from "../bytes/text.ts";
import { variableLength } from "../bytes/variable-length.ts";

/** What happens when no slot is free: refuse the new message, drop the oldest that may be dropped, keep one a topic. */
export type Overflow = "reject" | "oldest" | "latest";

export interface Publication {
  qos: number;
  overflow: Overflow;
  /** First byte of the fixed header, without DUP. */
  header: number;
  /** Bytes of the payload of the last packet, and what the packet began with: most are as long as the one before. */
  payloadBytes: number;
  head: string;
  /** Bytes of the topic and its length. */
  topicBytes: number;
  /** The ring's: the cursor of the newest message that was put. */
  at: number;
}

const PUBLISH = 0x30;
const DUP = 8;
const RETAIN = 1;
/** The high byte of every packet identifier that a PUBLISH goes out under (outbox.ts). */
const HIGH_BYTE = "\0";

/** Prepares publishes to `topic` (a byte string without fault, see topic.ts) at QoS 0 or 1. @cold */
export function prepare(topic: string, qos: number, retain: boolean, overflow: Overflow): Publication {
  return {
    qos,
    payloadBytes: -1,
    head: lengthPrefixed(topic) + (qos > 0 ? HIGH_BYTE : ""),
    overflow,
    at: -1,
    header: PUBLISH + qos * 2 + (retain ? RETAIN : 0),
    topicBytes: topic.length + 2,
  };
}

/** The topic, as a byte string. */
export function topicOf(publication: Publication): string {
  return lengthAndTopic(publication).substring(2);
}

function lengthAndTopic(publication: Publication): string {
  const end = publication.head.length - (publication.qos > 0 ? 1 : 0);
  return publication.head.substring(end - publication.topicBytes, end);
}

/** What a packet with a payload of `length` bytes begins with: fixed header, topic, high byte of an identifier. @inline */
export function packetStart(publication: Publication, length: number): string {
  return length === publication.payloadBytes ? publication.head : otherStart(publication, length);
}

/** Makes the beginning for another length than the last one. @hot */
export function otherStart(publication: Publication, length: number): string {
  const topic = lengthAndTopic(publication);
  const high = publication.qos > 0 ? HIGH_BYTE : "";
  const behind = publication.topicBytes + high.length * 2 + length;
  // No length while the start changes: an engine that stops in between must not leave one with the other's.
  publication.payloadBytes = -1;
  publication.head = String.fromCharCode(publication.header) + variableLength(behind) + topic + high;
  publication.payloadBytes = length;
  return publication.head;
}

/** A PUBLISH at QoS 0. @inline */
export function publishPacket(publication: Publication, payload: string): string {
  return packetStart(publication, payload.length) + payload;
}

/** A PUBLISH at QoS 1, under the packet identifier `id` (1 to 255). @inline */
export function identifiedPacket(publication: Publication, payload: string, id: number): string {
  return packetStart(publication, payload.length) + String.fromCharCode(id) + payload;
}

/** The same packet sent once more: DUP is set [MQTT-3.3.1-1]. `packet` is a PUBLISH. */
export function repeated(packet: string): string {
  return String.fromCharCode(packet.charCodeAt(0) + DUP) + packet.substring(1);
}
