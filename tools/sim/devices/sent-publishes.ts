// The messages that leave on a connection, read off the packets that go out, however they are cut.
import { LEVEL_5 } from "../../../src/mqtt/connect-packet.ts";
import { CONNECT, PUBLISH } from "../broker/packet-type.ts";

/** A message that was written to the broker. */
export interface SentPublish {
  topic: string;
  retain: boolean;
  /** One that is retained and empty takes away what the broker has kept at its topic. */
  isEmpty: boolean;
  /** 0 at QoS 0. */
  packetId: number;
}

/** Who is told of each. */
export interface SentPublishEvents {
  sent: (publish: SentPublish) => void;
}

/** Where a CONNECT's body has its protocol level. */
const LEVEL_AT = 6;
const RETAIN = 1;
const QOS = 6;
const IDENTIFIER_BYTES = 2;

/**
 * Reads one connection: give it each byte string that is written, and it calls `sent` once a message's topic
 * has gone out.
 */
export function createPublishReader(sent: (publish: SentPublish) => void): (bytes: string) => void {
  const reader = new PublishReader({ sent });
  return (bytes) => reader.read(bytes);
}

/** The same as a record, whose functions all share: a fleet has thousands of connections. */
export class PublishReader {
  private readonly events: SentPublishEvents;
  /** The first byte and the length of a packet, as far as they have gone out. */
  private header = "";
  /** Bytes of a packet's body that are still to come. */
  private rest = 0;
  /**
   * The first byte of the PUBLISH whose topic is still to come, or of the CONNECT, and its body as far as it
   * has gone out; else 0.
   */
  private first = 0;
  private begun = "";
  private length = 0;
  /** In 5.0 a message has properties, and its topic may be one of these by its alias. */
  private hasProperties = false;
  private aliases: Map<number, string> | undefined;

  constructor(events: SentPublishEvents) {
    this.events = events;
  }

  read(bytes: string): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.rest > 0) {
        const piece = bytes.slice(at, at + this.rest);
        at += piece.length;
        this.takeBody(piece);
        continue;
      }
      const header = this.header + bytes.charAt(at);
      at += 1;
      this.header = header;
      // The last byte of a length is below 128 (MQTT 3.1.1, 2.2.3).
      if (header.length === 1 || header.charCodeAt(header.length - 1) >= 128) continue;
      this.length = this.rest = lengthIn(header);
      this.first = isRead(header.charCodeAt(0) >> 4) ? header.charCodeAt(0) : 0;
      this.header = "";
    }
  }

  private takeBody(piece: string): void {
    this.rest -= piece.length;
    if (this.first === 0) return;
    const begun = this.begun + piece;
    this.begun = begun;
    if (this.first >> 4 === CONNECT) {
      if (begun.length <= LEVEL_AT) return;
      this.hasProperties = begun.charCodeAt(LEVEL_AT) >= LEVEL_5;
      this.leave();
      return;
    }
    const end = 2 + begun.charCodeAt(0) * 256 + begun.charCodeAt(1);
    const hasId = (this.first & QOS) !== 0;
    const head = end + (hasId ? IDENTIFIER_BYTES : 0);
    // As long as there is no length of a topic, `head` is no number.
    if (!(begun.length >= head)) return;
    const payloadAt = this.hasProperties ? propertiesEnd(begun, head) : head;
    if (payloadAt === undefined) return;
    const topic = Buffer.from(begun.slice(2, end), "latin1").toString();
    const alias = this.hasProperties ? aliasIn(begun, head, payloadAt) : 0;
    this.events.sent({
      topic: alias === 0 ? topic : this.named(alias, topic),
      retain: (this.first & RETAIN) !== 0,
      isEmpty: this.length === payloadAt,
      packetId: hasId ? begun.charCodeAt(end) * 256 + begun.charCodeAt(end + 1) : 0,
    });
    this.leave();
  }

  /** A topic that is not empty is the alias's from then on. */
  private named(alias: number, topic: string): string {
    this.aliases ??= new Map();
    if (topic !== "") this.aliases.set(alias, topic);
    return this.aliases.get(alias) ?? topic;
  }

  /** The rest of the packet's body is of no use. */
  private leave(): void {
    this.first = 0;
    this.begun = "";
  }
}

/** Where the properties that begin at `at` end; undefined while they have not all gone out. */
function propertiesEnd(bytes: string, at: number): number | undefined {
  let [length, end, weight] = [0, at, 1];
  let byte: number;
  do {
    if (end >= bytes.length) return undefined;
    byte = bytes.charCodeAt(end);
    length += (byte & 127) * weight;
    weight *= 128;
    end += 1;
  } while (byte > 127);
  return bytes.length >= end + length ? end + length : undefined;
}

const TOPIC_ALIAS = 0x23;
/** Bytes of the properties of a client's PUBLISH that are no text (MQTT 5.0, 2.2.2.2). */
const FIXED_BYTES = new Map([
  [0x01, 1],
  [0x02, 4],
  [TOPIC_ALIAS, 2],
]);
const USER_PROPERTY = 0x26;

/** The alias among the properties of a PUBLISH, or 0. */
function aliasIn(bytes: string, from: number, end: number): number {
  const wordAt = (at: number) => bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
  let at = from;
  while (bytes.charCodeAt(at) > 127) at += 1;
  at += 1;
  while (at < end) {
    const property = bytes.charCodeAt(at);
    at += 1;
    if (property === TOPIC_ALIAS) return wordAt(at);
    const fixed = FIXED_BYTES.get(property);
    at += fixed ?? 2 + wordAt(at);
    if (property === USER_PROPERTY) at += 2 + wordAt(at);
  }
  return 0;
}

const isRead = (type: number) => type === CONNECT || type === PUBLISH;

function lengthIn(header: string): number {
  let length = 0;
  for (let i = header.length - 1; i > 0; i--) length = length * 128 + (header.charCodeAt(i) & 127);
  return length;
}
