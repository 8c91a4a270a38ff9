// One whole packet that has come on a connection that stands: whose it is, by its type (MQTT 3.1.1 and 5.0,
// 3).
//
//   PUBLISH                  takePublish     receive-publish.ts
//   PUBACK                   finishMessage   outbox.ts; one that refuses: version-5/refused.ts
//   PUBREC, PUBREL           takePubrec, takePubrel: qos2-send.ts, receive-pubrel.ts
//   PUBCOMP                  takePubcomp, below: qos2-send.ts, outbox.ts
//   SUBACK, UNSUBACK         subscribed, takeUnsuback: subscriptions.ts, program/unsubscribes.ts
//   PINGRESP, DISCONNECT     pingAnswered, disconnected: keep-alive.ts, version-5/disconnected.ts
//   AUTH                     takeAuth: program/received-auth.ts
import { readUint16 } from "../bytes/integers.ts";
import {
  AUTHENTICATION,
  JOURNAL,
  MQTT5,
  QOS1,
  QOS2,
  REASON_STRINGS,
  SUBSCRIPTION_IDENTIFIERS,
  UNSUBSCRIBES,
  WIDE_WINDOW,
} from "../features.ts";
import { isAlone, joinRing } from "./alone.ts";
import { heardSign } from "./broker-packet-limit.ts";
import type { Client } from "./client.ts";
import { loseForbidden, loseMalformed, loseUnexpected, loseUnsound } from "./connection-end.ts";
import { publishedAs, releasedAs } from "./handshake.ts";
import { pingAnswered } from "./keep-alive.ts";
import { finishMessage, finishMessageRarely } from "./outbox.ts";
import { isInUse, isOfQos1 } from "./packet-id.ts";
import {
  isByBrokers,
  PINGRESP,
  PUBACK,
  PUBCOMP,
  PUBLISH,
  PUBREC,
  PUBREL,
  SUBACK,
  UNSUBACK,
} from "./packet-type.ts";
import { takeAuth } from "./program/received-auth.ts";
import { givesIdentifiers } from "./program/subscription-identifiers.ts";
import { noteUnsubackReason, takeUnsuback } from "./program/unsubscribes.ts";
import { speaks5 } from "./protocol.ts";
import { completeKept, finishReleasing, takePubrec } from "./qos2-send.ts";
import { takePublish } from "./receive-publish.ts";
import { takePubrel } from "./receive-pubrel.ts";
import { subscribed, subscribedByIdentifiers } from "./subscriptions.ts";
import { flush } from "./transmit.ts";
import { noteBrokerReason } from "./version-5/broker-reason.ts";
import { disconnected } from "./version-5/disconnected.ts";
import { AUTH, DISCONNECT, packetSoundness } from "./version-5/packet-soundness.ts";
import { propertiesEnd } from "./version-5/properties.ts";
import { LEAST_FAILURE, NO_SUBSCRIBERS, reasonAt } from "./version-5/reason.ts";
import { refused, unheard } from "./version-5/refused.ts";
import { SOUND } from "./version-5/soundness.ts";

/** Takes a packet: its first byte, and its body from `body` to `end`. @inline */
export function takePacket(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (header >= PUBACK || header < PUBLISH) takeNonPublish(client, header, bytes, body, end);
  else takePublish(client, header, bytes, body, end);
}

/** Takes any packet but a PUBLISH: nearly always a PUBACK, for a message of ours. @hot @branch */
function takeNonPublish(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (header !== PUBACK || end - body !== 2) takeOtherNonPublish(client, header, bytes, body, end);
  else {
    const high = bytes.charCodeAt(body);
    const low = bytes.charCodeAt(body + 1);
    // Identifiers of QoS 1 are one byte.
    if (high === 0 && low > 0) finishMessage(client, publishedAs(low));
    else takeAcknowledgement(client, header, high * 256 + low);
  }
}

/** Checks any other packet and takes it; ends the connection if malformed or forbidden. @cold */
function takeOtherNonPublish(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (MQTT5 && speaks5(client)) {
    const found = packetSoundness(header, bytes, body, end);
    if (found === SOUND) takeSound(client, header, bytes, body, end);
    else loseUnsound(client, found);
  } else if (!isByBrokers(header)) loseUnexpected(client, header);
  else if (isOfItsLength(header, end - body)) takeSound(client, header, bytes, body, end);
  else loseMalformed(client);
}

/** @cold */
function takeSound(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (header === PINGRESP) takePingresp(client);
  else if (header === SUBACK) takeSuback(client, bytes, body, end);
  else if (MQTT5 && speaks5(client)) takeWithReason(client, header, bytes, body, end);
  else takeAcknowledgement(client, header, readUint16(bytes, body));
}

/** Takes a packet that may have a reason code in 5.0, SUBACK aside. @cold */
function takeWithReason(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (header === DISCONNECT) disconnected(client, bytes, body, end);
  else if (isByBrokers(header)) {
    if (QOS1 && isAlone(client)) joinRing(client);
    const id = readUint16(bytes, body);
    const code = reasonAt(bytes, body + 2, end);
    if (UNSUBSCRIBES && header === UNSUBACK) {
      if (REASON_STRINGS) noteBrokerReason(client, 0, bytes, body + 2, propertiesEnd(bytes, body + 2, end));
      noteUnsubackReason(client, id, bytes.charCodeAt(end - 1));
    } else if (REASON_STRINGS && code >= LEAST_FAILURE) noteBrokerReason(client, code, bytes, body + 3, end);
    else if (REASON_STRINGS && code === NO_SUBSCRIBERS) unheard(client, id);
    if (code >= LEAST_FAILURE && (header === PUBACK || header === PUBREC)) refused(client, header, id, code);
    else takeAcknowledgement(client, header, id);
  } else if (AUTHENTICATION && header === AUTH) takeAuth(client, bytes, body, end);
  else loseForbidden(client, "packet type " + (header >> 4));
}

/** The length of a packet of this type in 3.1.1, after its fixed header. @cold */
function isOfItsLength(header: number, length: number): boolean {
  if (header === SUBACK) return length > 2;
  return length === (header === PINGRESP ? 0 : 2);
}

/** PINGRESP: the connection still works. @cold */
function takePingresp(client: Client): void {
  pingAnswered(client);
  if (QOS1 && heardSign(client)) flush(client);
}

/** SUBACK; ignored when it answers no request of ours. @cold */
function takeSuback(client: Client, bytes: string, body: number, end: number): void {
  const id = readUint16(bytes, body);
  const codes = MQTT5 && speaks5(client) ? propertiesEnd(bytes, body + 2, end) : body + 2;
  if (MQTT5 && REASON_STRINGS && speaks5(client)) noteBrokerReason(client, 0, bytes, body + 2, codes);
  if (id === 0) loseForbidden(client, "packet identifier 0");
  else if (MQTT5 && SUBSCRIPTION_IDENTIFIERS && givesIdentifiers(client)) {
    if (!subscribedByIdentifiers(client, id, bytes, codes, end)) loseForbidden(client, "codes of a SUBACK");
  } else if (id === client.subscriptions.requested && !subscribed(client, bytes, codes, end))
    loseForbidden(client, "codes of a SUBACK");
}

/**
 * Takes an acknowledgement, or PUBREL. Ends the connection for identifier 0, and for the identifier of our
 * message at another QoS. PUBACK, PUBCOMP and UNSUBACK are ignored when we have no such identifier; PUBREC
 * and PUBREL are answered all the same. @cold
 */
function takeAcknowledgement(client: Client, header: number, id: number): void {
  if (QOS1 && isAlone(client)) joinRing(client);
  if (id === 0) loseForbidden(client, "packet identifier 0");
  else if (header === UNSUBACK) {
    if (UNSUBSCRIBES) takeUnsuback(client, id);
  } else if ((MQTT5 || WIDE_WINDOW) && header === PUBACK && isOfQos1(id))
    finishMessageRarely(client, publishedAs(id));
  else if (QOS2) {
    if (header === PUBREL) takePubrel(client, id);
    else if ((header === PUBACK || isOfQos1(id)) && isInUse(client.ring, id))
      loseForbidden(client, "an answer of another QoS");
    else if (header === PUBREC) takePubrec(client, id);
    else if (header === PUBCOMP) takePubcomp(client, id);
  }
}

/** PUBCOMP: ends the handshake of a message, or the releases for an earlier life. @cold */
function takePubcomp(client: Client, id: number): void {
  if (JOURNAL) completeKept(client, id);
  if (finishReleasing(client, id)) flush(client);
  else finishMessageRarely(client, releasedAs(id));
}
