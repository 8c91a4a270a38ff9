// A PUBLISH that has come in: whose it is, and how it is answered (MQTT 3.1.1 and 5.0, 3.3 and 4.3).
import { readUint16 } from "../bytes/integers.ts";
import {
  ARRIVALS,
  LATE_ANSWERS,
  MQTT5,
  QOS2,
  QUESTIONS,
  REPLIES,
  SUBSCRIPTION_IDENTIFIERS,
  WILDCARDS,
} from "../features.ts";
import type { Client } from "./client.ts";
import { loseForbidden, loseMalformed, loseUnsound } from "./connection-end.ts";
import { isConnected } from "./connection-state.ts";
import { PUBACK, PUBREC } from "./packet-type.ts";
import { answerPublish, isOnItsWay } from "./program/answer-in-turn.ts";
import { noteArrival } from "./program/arrival.ts";
import { aliasFault, topicByAlias } from "./program/received-aliases.ts";
import { noteIdentifier } from "./program/subscription-identifiers.ts";
import { speaks5 } from "./protocol.ts";
import { NEW, POSTPONED, remember, standingOf } from "./qos2-received-ids.ts";
import { route } from "./routing.ts";
import { NAME_FORBIDDEN, NAME_ILL_FORMED, receivedName } from "./topic.ts";
import { noteAnswerData } from "./version-5/answer-data.ts";
import { publishSoundness } from "./version-5/packet-soundness.ts";
import { NO_ALIAS, propertiesEnd, topicAliasIn } from "./version-5/properties.ts";
import { PROTOCOL_ERROR, SOUND } from "./version-5/soundness.ts";
import { noteWanted } from "./version-5/wanted-answer.ts";

/** The lowest first byte of a PUBLISH that has a packet identifier. */
const PUBLISH_QOS_1 = 0x32;

/** A header that no PUBLISH has. */
export const NO_QOS = -1;

/**
 * The QoS of a PUBLISH by its first byte; `NO_QOS` for QoS 3, and for DUP at QoS 0 [MQTT-3.3.1-2]
 * [MQTT-3.3.1-4].
 */
export function qosOf(header: number): number {
  const qos = (header >> 1) & 3;
  return qos === 3 || (qos === 0 && (header & 15) > 1) || (qos === 2 && !QOS2) ? NO_QOS : qos;
}

/**
 * Takes one whole PUBLISH: its first byte, and its body from `body` to `end`. Nearly every one has a topic
 * that somebody subscribes to by its exact name. The routes are keyed by the topic's bytes in the packet, its
 * length in front, so that a match is sound: none matches when the length's high byte is not 0, or when the
 * topic is too short. @inline
 */
export function takePublish(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (MQTT5 && speaks5(client)) takePublish5(client, header, bytes, body, end);
  else if (WILDCARDS && client.subscriptions.patterns !== undefined)
    takeAnyPublish(client, header, bytes, body, end);
  else if (body + 1 >= end) loseMalformed(client);
  else {
    const topicEnd = body + 2 + bytes.charCodeAt(body + 1);
    let payloadAt = topicEnd;
    if (header >= PUBLISH_QOS_1) payloadAt = payloadFrom(header, bytes, topicEnd, end);
    const subscription = client.subscriptions.routes[bytes.substring(body, topicEnd)];
    if (subscription !== undefined && payloadAt <= end) {
      const subscriber = subscription.subscriber;
      if (ARRIVALS) noteArrival(client, header, bytes, topicEnd, "");
      subscriber.deliver(subscriber, bytes.substring(payloadAt, end), header % 2 === 1, subscription.filter);
      // After the handler has run: a message that restarts the device is delivered again.
      if (payloadAt !== topicEnd && isConnected(client)) answerPublish(client, PUBACK, bytes, topicEnd);
    } else takeUnrouted(client, header, bytes, body, end);
  }
}

/**
 * The start of the payload of a PUBLISH at QoS 1; a place beyond the end for any other QoS, and without an
 * identifier. @branch
 */
function payloadFrom(header: number, bytes: string, topicEnd: number, end: number): number {
  return topicEnd + 2 <= end &&
    ((header & 7) === 2 || (header & 7) === 3) &&
    bytes.charCodeAt(topicEnd) + bytes.charCodeAt(topicEnd + 1) > 0
    ? topicEnd + 2
    : end + 1;
}

/**
 * Takes a PUBLISH that matched no route at a glance. In most clients this is rare, and so it is apart. @cold
 */
function takeUnrouted(client: Client, header: number, bytes: string, body: number, end: number): void {
  takeAnyPublish(client, header, bytes, body, end);
}

/** Takes a PUBLISH with a topic of any length, for any number of subscriptions, at any QoS, or malformed. */
function takeAnyPublish(client: Client, header: number, bytes: string, body: number, end: number): void {
  const qos = qosOf(header);
  const topicAt = body + 2;
  const topicEnd = topicAt + (topicAt <= end ? readUint16(bytes, body) : 0);
  const idBytes = qos > 0 ? 2 : 0;
  const payloadAt = topicEnd + idBytes;
  if (qos === NO_QOS || payloadAt > end) {
    loseMalformed(client);
    return;
  }
  const topic = bytes.substring(topicAt, topicEnd);
  if (endIfForbidden(client, topic, idBytes === 2 ? readUint16(bytes, topicEnd) : 1)) return;
  if (ARRIVALS) noteArrival(client, header, bytes, topicEnd, "");
  deliver(client, header, topic, bytes, topicEnd, bytes.substring(payloadAt, end));
}

/** Takes a PUBLISH of MQTT 5.0, where properties stand before the payload. @cold */
function takePublish5(client: Client, header: number, bytes: string, body: number, end: number): void {
  const found = publishSoundness(header, bytes, body, end);
  if (found !== SOUND) {
    loseUnsound(client, found);
    return;
  }
  const topicEnd = body + 2 + readUint16(bytes, body);
  const propertiesAt = header < PUBLISH_QOS_1 ? topicEnd : topicEnd + 2;
  const payloadAt = Math.min(end, propertiesEnd(bytes, propertiesAt, end));
  const named = bytes.substring(body + 2, topicEnd);
  const alias = topicAliasIn(bytes, propertiesAt, payloadAt);
  const topic = alias === NO_ALIAS ? named : topicByAlias(client, named, alias);
  // An image without QoS 2 has subscribed to none of these.
  if (qosOf(header) === NO_QOS) loseUnsound(client, PROTOCOL_ERROR);
  else if (topic === "") loseUnsound(client, aliasFault(client, alias));
  else {
    if (ARRIVALS) noteArrival(client, header, bytes, topicEnd, bytes.substring(propertiesAt, payloadAt));
    if (REPLIES && client.wantedAnswer !== undefined)
      noteWanted(client.wantedAnswer, header, bytes, propertiesAt, payloadAt);
    if (QUESTIONS && client.answerData !== undefined) noteAnswerData(client, bytes, propertiesAt, payloadAt);
    if (SUBSCRIPTION_IDENTIFIERS && client.identifiers !== undefined)
      noteIdentifier(client.identifiers, bytes, propertiesAt, payloadAt);
    deliver(client, header, topic, bytes, topicEnd, bytes.substring(payloadAt, end));
  }
}

/** Takes a sound PUBLISH, whose packet identifier stands at `idAt` above QoS 0. */
function deliver(
  client: Client,
  header: number,
  topic: string,
  bytes: string,
  idAt: number,
  payload: string,
): void {
  if (QOS2 && qosOf(header) === 2)
    takeExactlyOnce(client, header, topic, bytes.substring(idAt, idAt + 2), payload);
  else {
    route(client, topic, payload, header % 2 === 1);
    if (header >= PUBLISH_QOS_1 && isConnected(client)) answerPublish(client, PUBACK, bytes, idAt);
  }
}

/**
 * Ends the connection for a topic name or a packet identifier that no PUBLISH may have. Returns whether it
 * has ended it. @cold
 */
export function endIfForbidden(client: Client, topic: string, id: number): boolean {
  const soundness = receivedName(topic);
  if (soundness === NAME_ILL_FORMED) loseMalformed(client);
  else if (soundness === NAME_FORBIDDEN) loseForbidden(client, "topic of a PUBLISH");
  else if (id === 0) loseForbidden(client, "packet identifier 0");
  else return false;
  return true;
}

/**
 * Delivers a message at QoS 2. Its identifier is remembered before the handler runs: a handler that an engine
 * stops half-way is not run again.
 */
function takeExactlyOnce(client: Client, header: number, topic: string, id: string, payload: string): void {
  const standing = standingOf(client, header, id);
  if (standing === POSTPONED) return;
  if (standing === NEW) {
    remember(client, id);
    route(client, topic, payload, header % 2 === 1);
  } else if (LATE_ANSWERS && isOnItsWay(client, id)) return;
  if (isConnected(client)) answerPublish(client, PUBREC, id, 0);
}
