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
  /** Bytes of the topic and its length. */
  topicBytes: number;
  /** Bytes behind the fixed header in the last packet, and what it began with: most packets are as long as the one before. */
  lastBytes: number;
  head: string;
  /** The ring's: where the newest kept message stands. */
  slot: number;
}

const PUBLISH = 0x30;
const DUP = 8;
const RETAIN = 1;

/** Prepares publishes to `topic` (a byte string without fault, see topic.ts) at QoS 0 or 1. @cold */
export function prepare(topic: string, qos: number, retain: boolean, overflow: Overflow): Publication {
  return {
    qos,
    overflow,
    header: PUBLISH + qos * 2 + (retain ? RETAIN : 0),
    topicBytes: topic.length + 2,
    lastBytes: -1,
    head: lengthPrefixed(topic),
    slot: 0,
  };
}

/** The topic, as a byte string. */
export function topicOf(publication: Publication): string {
  return publication.head.substring(publication.head.length - publication.topicBytes + 2);
}

/** Fixed header and topic of a packet with `length` bytes behind its fixed header. @hot */
export function packetStart(publication: Publication, length: number): string {
  if (length !== publication.lastBytes) {
    const topic = publication.head.substring(publication.head.length - publication.topicBytes);
    // No length while the start changes: an engine that stops in between must not leave one with the other's.
    publication.lastBytes = -1;
    publication.head = String.fromCharCode(publication.header) + variableLength(length) + topic;
    publication.lastBytes = length;
  }
  return publication.head;
}

/** A PUBLISH at QoS 0. @hot */
export function publishPacket(publication: Publication, payload: string): string {
  return packetStart(publication, publication.topicBytes + payload.length) + payload;
}

/** A PUBLISH at QoS 1, under the packet identifier `id` (1 to 65,535). */
export function identifiedPacket(publication: Publication, payload: string, id: number): string {
  return (
    packetStart(publication, publication.topicBytes + payload.length + 2) +
    String.fromCharCode(id >> 8, id & 255) +
    payload
  );
}

/** The same packet sent once more: DUP is set [MQTT-3.3.1-1]. `packet` is a PUBLISH. */
export function repeated(packet: string): string {
  return String.fromCharCode(packet.charCodeAt(0) + DUP) + packet.substring(1);
}
