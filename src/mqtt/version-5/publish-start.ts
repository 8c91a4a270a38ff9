// The start of a PUBLISH of 5.0: by the terms of the connection, and with a topic
// alias once the broker knows it.
//
// Up to the first message of a connection a publication is unsettled. That message has the topic and the
// alias, the ones after it the alias alone: 8 bytes beside the payload at QoS 0 (MQTT 5.0, 3.3.2.3.4). A
// publish of the same length as the one before uses the same beginning again, and asks nothing.
import { uint16 } from "../../bytes/integers.ts";
import { variableLength } from "../../bytes/variable-length.ts";
import { DEADLINES, MQTT5 } from "../../features.ts";
import type { Client } from "../client.ts";
import { addPublication, speaks5 } from "../protocol.ts";
import {
  DEFINES_ALIAS,
  endProperties,
  FORM_SETTLED,
  FORM_UNSETTLED,
  highByte,
  keepNamed,
  NO_LENGTH,
  type Publication,
  setAlias,
  setForm,
  setStart,
  tailOf,
  topicAndHighByte,
  unsettle,
} from "../publication.ts";
import { MESSAGE_EXPIRY, TOPIC_ALIAS } from "./property.ts";
import { counted, longProperty, shortProperty } from "./property-bytes.ts";
import { untakenWords } from "./publish-terms.ts";

/** In place of a beginning: the broker takes no such message, or none of this length [MQTT5-3.2.2-15]. */
export const NOT_TAKEN = "";

/** The length of a topic that an alias stands for. */
const NO_TOPIC = "\0\0";

/**
 * In 5.0 a publication that is used on more than one connection has to be adopted. Its messages have this
 * topic alias, 1 to 65,535, where the broker takes so many; 0 is none. Only one publication may have it.
 * @cold
 */
export function adopt(client: Client, publication: Publication, alias: number): void {
  if (!MQTT5 || !speaks5(client)) return;
  setAlias(publication, alias);
  addPublication(client, publication);
}

/**
 * Another connection has begun: its broker knows none of the earlier aliases [MQTT5-3.3.2-7], and its terms
 * may differ. @cold
 */
export function unsettleAll(client: Client): void {
  for (const publication of client.protocol.publications) unsettle(publication);
  const ring = client.ring;
  for (let cursor = ring.done; cursor !== ring.put; cursor = cursor + 1) {
    const publication = ring.items[cursor % ring.slots];
    if (publication !== undefined) unsettle(publication);
  }
}

/**
 * The beginning of a packet with `bytes` bytes of payload that has waited for so many milliseconds; or
 * `NOT_TAKEN`. @hot
 */
export function startIn5(
  client: Client,
  publication: Publication,
  payloadBytes: number,
  waited: number,
): string {
  if (publication.form !== FORM_SETTLED) return settle(client, publication, payloadBytes, waited);
  const isLasting = !DEADLINES || publication.deadline === 0;
  let tail = tailOf(publication);
  if (!isLasting) tail = renewExpiry(publication, tail, waited);
  const start = startWith(client, publication, tail, publication.properties, payloadBytes);
  if (isLasting && start !== NOT_TAKEN) setStart(publication, start, payloadBytes);
  return start;
}

/**
 * The tail of a message with a deadline, in a settled form: its properties end with the seconds that are
 * left. Above QoS 0 these stand after the tail, and are renewed there.
 */
function renewExpiry(publication: Publication, tail: string, waited: number): string {
  const left = secondsLeft(publication, waited);
  const expiry = uint16(left >> 16) + uint16(left & 65535);
  if (publication.qos === 0) return tail.substring(0, tail.length - 4) + expiry;
  endProperties(publication, expiry);
  return tail;
}

/**
 * The beginning of a message whose publication is not settled: its form follows from the connection's terms,
 * and from whether the broker knows the topic. @cold
 */
function settle(client: Client, publication: Publication, payloadBytes: number, waited: number): string {
  if (untakenWords(client, publication) !== "") return NOT_TAKEN;
  const alias = publication.alias > client.protocol.terms.topicAliases ? 0 : publication.alias;
  const isKnown = alias > 0 && publication.form !== FORM_UNSETTLED;
  if (isKnown) keepNamed(publication);
  let tail = isKnown ? NO_TOPIC + highByte(publication.qos) : topicAndHighByte(publication);
  let properties = propertiesOf(publication, alias, waited);
  if (publication.qos === 0) {
    tail += properties;
    properties = "";
  }
  const start = startWith(client, publication, tail, properties, payloadBytes);
  if (start === NOT_TAKEN) return NOT_TAKEN;
  const form = alias > 0 && !isKnown ? DEFINES_ALIAS : FORM_SETTLED;
  const isLasting = form === FORM_SETTLED && (!DEADLINES || publication.deadline === 0);
  setForm(publication, form, start, properties, isLasting ? payloadBytes : NO_LENGTH);
  return start;
}

/**
 * The fixed header and the tail of a packet; `NOT_TAKEN` if the packet is longer than the broker takes.
 * @inline
 */
function startWith(
  client: Client,
  publication: Publication,
  tail: string,
  properties: string,
  payloadBytes: number,
): string {
  const bytes = tail.length + (publication.qos > 0 ? 1 : 0) + properties.length + payloadBytes;
  const fixedHeader = String.fromCharCode(publication.header) + variableLength(bytes);
  return fixedHeader.length + bytes > client.protocol.terms.packetBytes ? NOT_TAKEN : fixedHeader + tail;
}

/**
 * The counted properties of one message. The seconds until its deadline come last: `renewExpiry` looks for
 * them there. @cold
 */
function propertiesOf(publication: Publication, alias: number, waited: number): string {
  let properties = publication.fixedProperties;
  if (DEADLINES && publication.deadline > 0)
    properties += longProperty(MESSAGE_EXPIRY, secondsLeft(publication, waited));
  return counted(alias > 0 ? shortProperty(TOPIC_ALIAS, alias) + properties : properties);
}

/**
 * Seconds until the deadline, rounded up; 1 for a late message, because some brokers take 0 for no expiry.
 */
function secondsLeft(publication: Publication, waited: number): number {
  return Math.max(1, Math.floor((publication.deadline - waited + 999) / 1000));
}
