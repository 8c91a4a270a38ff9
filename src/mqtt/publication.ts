// A prepared publication: everything that stays the same each time its topic is
// published to (MQTT 3.1.1, 3.3).
import { uint16 } from "../bytes/integers.ts";
import { lengthPrefixed } from "../bytes/text.ts";
import { variableLength } from "../bytes/variable-length.ts";
import { EITHER_VERSION, MQTT5, QOS2 } from "../features.ts";
import { PUBLISH } from "./packet-type.ts";

/**
 * What happens to messages of a topic when the ring is full. "reject": none of them is dropped, a new one is
 * refused. "oldest": the oldest goes. "latest": one waits, and a newer one takes its place. "thin": the one
 * goes that is nearest in time to its neighbours, so that what is left spans the whole time evenly.
 */
export type Overflow = "reject" | "oldest" | "latest" | "thin";

/**
 * A full ring drops messages of a lower priority first, and never one of a higher priority than the new
 * message's.
 */
export const LOW_PRIORITY = 0;
export const NORMAL_PRIORITY = 1;
export const HIGH_PRIORITY = 2;

export interface Publication {
  qos: number;
  overflow: Overflow;
  /** The priority: one of the three above. */
  priority: number;
  /** Milliseconds after which a message that was not sent yet is dropped; 0 is never. At most twelve days. */
  deadline: number;
  /** First byte of the fixed header, without DUP. */
  header: number;
  /**
   * The length of the last payload, and the beginning of its packet: most payloads are as long as the one
   * before. In 5.0 the head has a fixed header from the first packet on, so that the head alone shows the
   * place of its topic.
   */
  payloadBytes: number;
  head: string;
  /** Bytes of the topic and its length. */
  topicBytes: number;
  /** The ring's: the cursor of the newest message of the publication. */
  newest: number;
  /**
   * In 5.0 the counted properties, which stand after the packet identifier; "" at QoS 0, where the head ends
   * with them.
   */
  properties: string;
  /**
   * In 5.0 topic and high byte as `topicAndHighByte` returns them, while the head has an alias in their
   * place; else "".
   */
  named: string;
  /** In 5.0 the properties that its author gives each message. */
  fixedProperties: string;
  /** In 5.0 its topic alias, where the broker takes so many; 0 for none. */
  alias: number;
  /** In 5.0: do its packets have the form of this connection? */
  form: PacketForm;
  /** In 5.0, where a program asks: the broker took its newest message, and no subscription matches it. */
  isUnheard: boolean;
  /**
   * The number of its only message in a program's store, rising in the order of sending; 0 for a message in
   * no store.
   */
  storeNumber: number;
  /**
   * In 5.0: the place, in its author's properties, of one that each payload gives. 0 and above: of a stamped
   * message's time. -1, `NOT_TIMED`: none. Below: of a question's correlation data, at `asking(timedAt)`.
   */
  timedAt: number;
}

/** Its messages do not say when they were measured. */
export const NOT_TIMED = -1;

/** In 5.0: this connection has not settled the form of the publication's packets yet. */
export const FORM_UNSETTLED = 0;
/** The next packet has the topic, and the alias that it defines. */
export const DEFINES_ALIAS = 1;
/** The form stays as it is until the connection ends. */
export const FORM_SETTLED = 2;

export type PacketForm = typeof FORM_UNSETTLED | typeof DEFINES_ALIAS | typeof FORM_SETTLED;

/** In place of a length, which no payload has: the next packet is made anew. */
export const NO_LENGTH = -1;
/** In place of a fixed header, where no packet was made. */
const NO_HEADER = "\0\0";

const DUP = 8;
/** The flag of a retained message in the first byte of a PUBLISH. */
export const RETAIN = 1;
/** The high byte of every packet identifier in a PUBLISH (packet-id.ts), at QoS 1 and at QoS 2. */
const HIGH_BYTE = "\0";
const HIGH_BYTE_QOS_2 = "\x01";

/** Prepares publishes to `topic` (a valid byte string, see topic.ts) at QoS 0 to 2. @cold */
export function prepare(topic: string, qos: number, retain: boolean, overflow: Overflow): Publication {
  return {
    qos,
    payloadBytes: NO_LENGTH,
    head: (MQTT5 ? NO_HEADER : "") + lengthPrefixed(topic) + highByte(qos),
    overflow,
    priority: NORMAL_PRIORITY,
    deadline: 0,
    newest: -1,
    header: PUBLISH + qos * 2 + (retain ? RETAIN : 0),
    topicBytes: topic.length + 2,
    properties: "",
    named: "",
    fixedProperties: "",
    alias: 0,
    form: FORM_UNSETTLED,
    isUnheard: false,
    storeNumber: 0,
    timedAt: NOT_TIMED,
  };
}

/** Its only message is in a store, under this number (1 or more). */
export function noteStored(publication: Publication, number: number): void {
  publication.storeNumber = number;
}

/** `priority` is one of the three above. */
export function prioritize(publication: Publication, priority: number): void {
  publication.priority = priority;
}

/**
 * Milliseconds, 0 (never) to twelve days. From the first message on another one may take its place, but never
 * 0.
 */
export function expireAfter(publication: Publication, deadline: number): void {
  publication.deadline = deadline;
}

/** Takes another text with the same bytes, which its owner may hold at less cost. */
export function replaceHead(publication: Publication, head: string): void {
  publication.head = head;
}

/**
 * Each of its messages is a question, whose payload is its correlation data, after the properties that it
 * has now. @cold
 */
export function setAsking(publication: Publication): void {
  publication.timedAt = asking(publication.fixedProperties.length);
}

/** Does `timedAt` stand for a question's place? @inline */
export function isAsking(timedAt: number): boolean {
  return timedAt < NOT_TIMED;
}

/** Turns a place, 0 and above, into a question's, below `NOT_TIMED`; and back. */
export function asking(at: number): number {
  return NOT_TIMED - 1 - at;
}

/** Uncounted properties (version-5/property-bytes.ts), for each of its messages. */
export function carryProperties(publication: Publication, properties: string): void {
  publication.fixedProperties = properties;
}

/** Each of its messages shall carry its time, after the properties that the publication has now. @cold */
export function setTimed(publication: Publication): void {
  publication.timedAt = publication.fixedProperties.length;
}

/**
 * In 5.0 its next packet has these properties. `hasAlias`: a settled form uses its topic alias, and goes on
 * to.
 */
export function renewProperties(publication: Publication, properties: string, hasAlias: boolean): void {
  publication.payloadBytes = NO_LENGTH;
  publication.fixedProperties = properties;
  if (publication.form === FORM_SETTLED) publication.form = hasAlias ? DEFINES_ALIAS : FORM_UNSETTLED;
}

/** No subscription at the broker matches its newest message. */
export function noteUnheard(publication: Publication): void {
  publication.isUnheard = true;
}

/** See version-5/publish-start.ts. */
export function setAlias(publication: Publication, alias: number): void {
  publication.alias = alias;
}

/** Its next packet is made anew, by the terms of the new connection. */
export function unsettle(publication: Publication): void {
  publication.payloadBytes = NO_LENGTH;
  publication.form = FORM_UNSETTLED;
}

/** The packet that would have told the broker its alias was not sent after all. @cold */
export function withdraw(publication: Publication): void {
  if (publication.form === DEFINES_ALIAS) publication.form = FORM_UNSETTLED;
}

/** Its packets begin like this, for payloads of `payloadBytes` bytes. @inline */
export function setStart(publication: Publication, head: string, payloadBytes: number): void {
  // No length while the start changes: an engine that stops in between must not leave one with the other's.
  publication.payloadBytes = NO_LENGTH;
  publication.head = head;
  publication.payloadBytes = payloadBytes;
}

/**
 * In 5.0: the packets of this connection have this form, and begin so. `payloadBytes` may be `NO_LENGTH`.
 * @cold
 */
export function setForm(
  publication: Publication,
  form: PacketForm,
  head: string,
  properties: string,
  payloadBytes: number,
): void {
  // Nor may it leave the head of one form with the properties of another.
  unsettle(publication);
  publication.properties = properties;
  publication.head = head;
  publication.form = form;
  publication.payloadBytes = payloadBytes;
}

/** In 5.0, in a settled form: these bytes take the place of as many at the end of its properties. @inline */
export function endProperties(publication: Publication, last: string): void {
  const { properties } = publication;
  publication.properties = properties.substring(0, properties.length - last.length) + last;
}

/** Keeps the topic, which the head is to lose to an alias. @cold */
export function keepNamed(publication: Publication): void {
  publication.named = topicAndHighByte(publication);
}

/** The high byte of a packet identifier, as it stands in the packets of a QoS. */
export function highByte(qos: number): string {
  if (QOS2 && qos > 1) return HIGH_BYTE_QOS_2;
  return qos > 0 ? HIGH_BYTE : "";
}

/** Does the broker retain its newest message? @inline */
export function isRetained(publication: Publication): boolean {
  return publication.header % 2 === RETAIN;
}

/** The topic, as a byte string. */
export function topicOf(publication: Publication): string {
  const tail = topicAndHighByte(publication);
  return tail.substring(2, publication.topicBytes);
}

/** The topic after its length, and the high byte of an identifier where there is one. */
export function topicAndHighByte(publication: Publication): string {
  const { head } = publication;
  const bytes = publication.topicBytes + (publication.qos > 0 ? 1 : 0);
  if (!MQTT5) return head.substring(head.length - bytes);
  if (publication.named !== "") return publication.named;
  const at = tailAt(head);
  return head.substring(at, at + bytes);
}

/** In 5.0 the head after its fixed header. */
export function tailOf(publication: Publication): string {
  return publication.head.substring(tailAt(publication.head));
}

/** The end of the fixed header: the first byte of its length that is below 128 (2.1.4). @inline */
function tailAt(head: string): number {
  let last = 1;
  while (last < head.length && head.charCodeAt(last) > 127) last += 1;
  return last + 1;
}

/** The beginning of a packet of 3.1.1 with `length` bytes of payload. @inline */
export function packetStart(publication: Publication, length: number): string {
  return length === publication.payloadBytes ? publication.head : otherStart(publication, length);
}

/** Makes the beginning of a packet of 3.1.1 for a new payload length. @hot */
export function otherStart(publication: Publication, length: number): string {
  const tail = topicAndHighByte(publication);
  if (EITHER_VERSION) publication.properties = "";
  const remaining = publication.topicBytes + (publication.qos > 0 ? 2 : 0) + length;
  setStart(publication, String.fromCharCode(publication.header) + variableLength(remaining) + tail, length);
  return publication.head;
}

/**
 * A PUBLISH of 3.1.1 at QoS 0; of 5.0, where `rest` is the payload with counted properties before it. @inline
 */
export function publishPacket(publication: Publication, rest: string): string {
  return packetStart(publication, rest.length) + rest;
}

/**
 * A PUBLISH at QoS 1 or 2 with this beginning, under the packet identifier whose low byte is `id`. @inline
 */
export function identifiedPacket(
  publication: Publication,
  start: string,
  id: number,
  payload: string,
): string {
  if (MQTT5) return start + String.fromCharCode(id) + publication.properties + payload;
  return start + String.fromCharCode(id) + payload;
}

/** The same under an identifier of QoS 1 that needs two bytes. */
export function widePacket(publication: Publication, start: string, id: number, payload: string): string {
  return start.substring(0, start.length - 1) + uint16(id) + publication.properties + payload;
}

/** The same packet sent once more: DUP is set [MQTT-3.3.1-1]. */
export function repeated(publication: Publication, packet: string): string {
  return String.fromCharCode(publication.header + DUP) + packet.substring(1);
}
