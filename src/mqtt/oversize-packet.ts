// Packets that are longer than this device takes: passed over piece by piece as they come, or given in parts
// to whoever has asked for that (MQTT 3.1.1 lets a client name no limit).
//
// Where its QoS asks for an answer such a packet is given one all the same, or the broker would send it for
// ever; but for one that is held back with others of QoS 2 (qos2-received-ids.ts).
//
// The variable header is read twice: `payloadStart` says whether enough of it has come, `takeOversize` then reads
// topic and identifier. Such packets are rare, and a record between the two would cost each board more bytes.
import { readUint16 } from "../bytes/integers.ts";
import {
  MQTT5,
  PARTS,
  QOS2,
  RECEIVED_ALIASES,
  SUBSCRIPTION_IDENTIFIERS,
  UNKNOWN_RELEASES,
} from "../features.ts";
import type { Client } from "./client.ts";
import { loseForbidden, loseMalformed, loseUnsound } from "./connection-end.ts";
import { isConnected } from "./connection-state.ts";
import {
  advance,
  BEFORE_ID,
  beginParts,
  beginSkip,
  beginSkipToId,
  countSkip,
  forgetOversize,
  GIVEN,
  oweAnswer,
} from "./oversize.ts";
import { PUBACK, PUBLISH, PUBREC } from "./packet-type.ts";
import { answerPublish } from "./program/answer-in-turn.ts";
import { aliasFault, forgetAliases, topicByAlias } from "./program/received-aliases.ts";
import { noteIdentifier } from "./program/subscription-identifiers.ts";
import { speaks5 } from "./protocol.ts";
import {
  holdsBack,
  isUnknown,
  NEW,
  POSTPONED,
  type ReceivedStanding,
  remember,
  standingOf,
} from "./qos2-received-ids.ts";
import { endIfForbidden, NO_QOS, qosOf } from "./receive-publish.ts";
import { isTakenWhole, partsSubscriptions } from "./routing.ts";
import type { Subscription } from "./subscriptions.ts";
import { OF_PUBLISH } from "./version-5/packet-soundness.ts";
import {
  LONGEST_VARIABLE,
  NO_ALIAS,
  propertiesSoundness,
  topicAliasIn,
  variableAt,
  variableEnd,
} from "./version-5/properties.ts";
import { SUBSCRIPTION_IDENTIFIER } from "./version-5/property.ts";
import { SOUND } from "./version-5/soundness.ts";

/**
 * Takes the available bytes of the packet from `at` to `next`, with its body at `body`. Returns the end of
 * the bytes it took: `at` while it needs more to tell whom the packet is for. @cold
 */
export function takeOversize(client: Client, bytes: string, at: number, body: number, next: number): number {
  const payloadAt = payloadStart(client, bytes, at, body, next);
  if (payloadAt === UNSOUND) loseMalformed(client);
  if (payloadAt === UNSOUND || payloadAt === UNDECIDED) return at;
  const header = bytes.charCodeAt(at);
  const qos = qosOf(header);
  const idAt = body + 2 + readUint16(bytes, body);
  const idEnd = idAt + (qos > 0 ? 2 : 0);
  const isOnce = QOS2 && qos === 2;
  oweAnswer(client, isOnce ? PUBREC : PUBACK);
  let standing: ReceivedStanding = isOnce && holdsBack(client) ? POSTPONED : NEW;
  let topic = "";
  let takers: Subscription[] = [];
  if (payloadAt - at <= client.packetBytes) {
    if (payloadAt > bytes.length) return at;
    topic = bytes.substring(body + 2, idAt);
    if (MQTT5 && speaks5(client)) topic = topicIn5(client, topic, bytes, idEnd, payloadAt);
    if (MQTT5 && !isConnected(client)) return at;
    if (endIfForbidden(client, topic, qos > 0 ? readUint16(bytes, idAt) : 1)) return at;
    if (isOnce) standing = standingOf(client, header, bytes.substring(idAt, idEnd));
    if (PARTS && standing === NEW) takers = partsSubscriptions(client, topic);
  } else if (MQTT5 && RECEIVED_ALIASES) {
    // A message that is not read may give an alias another topic.
    forgetAliases(client);
  }
  const isGiven = PARTS && takers.length > 0;
  if (standing === NEW && !(isGiven && !isTakenWhole(client, topic))) reportSkip(client, topic, next - at);
  if (isGiven) beginParts(client, takers, topic, bytes.substring(idAt, idEnd), next - payloadAt);
  else if (qos > 0 && standing !== POSTPONED) beginSkipToId(client, next - at, next - idAt);
  else beginSkip(client, next - at);
  return pass(client, bytes, isGiven ? payloadAt : at);
}

/** @inline */
function reportSkip(client: Client, topic: string, bytes: number): void {
  countSkip(client);
  client.owner.skipped(client.owner, topic, bytes);
}

/** More bytes must come to tell where the payload begins. */
const UNDECIDED = -1;
/** The packet is no PUBLISH, or a malformed one. */
const UNSOUND = 0;

/**
 * The start of the payload of the packet from `at` to `next`, as far as its beginning shows that; or
 * `UNDECIDED`, or `UNSOUND`. @inline
 */
function payloadStart(client: Client, bytes: string, at: number, body: number, next: number): number {
  const header = bytes.charCodeAt(at);
  const qos = qosOf(header);
  if (header < PUBLISH || header >= PUBACK || qos === NO_QOS) return UNSOUND;
  if (body + 2 > bytes.length) return UNDECIDED;
  const idEnd = body + 2 + readUint16(bytes, body) + (qos > 0 ? 2 : 0);
  if (idEnd > next) return UNSOUND;
  if (!MQTT5 || !speaks5(client)) return idEnd;
  return payloadAfterProperties(bytes, idEnd, next, at + client.packetBytes);
}

/**
 * The topic in 5.0, where an alias may stand for it; the properties lie from `at` to `end`. An alias without
 * a topic ends the connection. @cold
 */
function topicIn5(client: Client, topic: string, bytes: string, at: number, end: number): string {
  const alias = topicAliasIn(bytes, at, end);
  const meant = alias === NO_ALIAS ? topic : topicByAlias(client, topic, alias);
  if (alias !== NO_ALIAS && meant === "") loseUnsound(client, aliasFault(client, alias));
  else if (SUBSCRIPTION_IDENTIFIERS && client.identifiers !== undefined)
    noteIdentifier(client.identifiers, bytes, at, end);
  return meant;
}

/**
 * The start of the payload of a packet of MQTT 5.0 that ends at `next` and whose properties have their length
 * at `at`; a place after `most` where they are longer than this device takes. Or `UNDECIDED`, or `UNSOUND`.
 * @cold
 */
function payloadAfterProperties(bytes: string, at: number, next: number, most: number): number {
  const first = variableEnd(bytes, at, Math.min(bytes.length, next));
  if (first === 0) {
    if (bytes.length >= Math.min(at + LONGEST_VARIABLE, next)) return UNSOUND;
    // With a topic that is as long, it does not matter how long they are.
    return Math.max(at, bytes.length) < most ? UNDECIDED : most + 1;
  }
  const payloadAt = first + variableAt(bytes, at);
  if (payloadAt > next) return UNSOUND;
  if (payloadAt > most) return payloadAt;
  if (payloadAt > bytes.length) return UNDECIDED;
  const found = propertiesSoundness(bytes, at, payloadAt, OF_PUBLISH, SUBSCRIPTION_IDENTIFIER);
  return found === SOUND ? payloadAt : UNSOUND;
}

/** Passes over the available bytes of the packet from `from` on. Returns their end. @cold */
export function pass(client: Client, bytes: string, from: number): number {
  const at = Math.max(from, Math.min(from + client.oversize.left, bytes.length));
  advance(client, at - from);
  if (PARTS && client.oversize.passage === GIVEN) {
    if (at > from) givePart(client, bytes.substring(from, at));
  } else if (client.oversize.left === 0) {
    if (client.oversize.passage !== BEFORE_ID) forgetOversize(client);
    else if (at + 1 < bytes.length) {
      if (readUint16(bytes, at) === 0) loseForbidden(client, "packet identifier 0");
      else {
        beginSkip(client, client.oversize.tail);
        const passed = pass(client, bytes, at);
        if (UNKNOWN_RELEASES && client.oversize.answer === PUBREC)
          rememberSkipped(client, bytes.substring(at, at + 2));
        answerPublish(client, QOS2 ? client.oversize.answer : PUBACK, bytes, at);
        return passed;
      }
    }
  }
  return at;
}

/** A release of a skipped message is no stray one. */
function rememberSkipped(client: Client, id: string): void {
  if (isUnknown(client, id)) remember(client, id);
}

/**
 * Gives a part to its subscribers. The answer goes out after the last part: a message that was cut off comes
 * again, from its start. At QoS 2 the identifier is remembered before the last part is given: no message is
 * delivered whole twice.
 */
function givePart(client: Client, part: string): void {
  const payloadBytes = client.oversize.payloadBytes;
  const at = payloadBytes - client.oversize.left - part.length;
  const isOnce = QOS2 && client.oversize.answer === PUBREC;
  if (isOnce && client.oversize.left === 0) remember(client, client.oversize.packetId);
  for (const subscription of client.oversize.takers) {
    const subscriber = subscription.subscriber;
    if (subscriber.deliverPart !== undefined)
      subscriber.deliverPart(subscriber, part, at, payloadBytes, client.oversize.topic);
  }
  if (!isConnected(client) || client.oversize.left > 0) return;
  forgetOversize(client);
  if (client.oversize.packetId !== "")
    answerPublish(client, isOnce ? PUBREC : PUBACK, client.oversize.packetId, 0);
}
