// One whole packet that has come on a connection that stands: whose it is, by its type (MQTT 3.1.1 and 5.0, 3).
import { readUint16 } from "../bytes/integers.ts";
import { MQTT5, QOS1, QOS2, UNSUBSCRIBES, WIDE_WINDOW } from "../features.ts";
import { admitSuspect } from "./broker-packet-limit.ts";
import type { Client } from "./client.ts";
import { loseForbidden, loseMalformed, loseUnexpected, loseUnsound } from "./connection-end.ts";
import { publishedAs, releasedAs } from "./handshake.ts";
import { endPing } from "./keep-alive.ts";
import { acknowledged } from "./outbox.ts";
import { isInUse, isOfQos1, isWideId } from "./packet-id.ts";
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
import { speaks5 } from "./protocol.ts";
import { finishReleasing, takePubrec, takePubrel } from "./qos2-send.ts";
import { takePublish } from "./receive-publish.ts";
import { subscribed } from "./subscriptions.ts";
import { flush } from "./transmit.ts";
import { takeUnsuback } from "./unsubscribes.ts";
import { disconnected } from "./version-5/disconnected.ts";
import { DISCONNECT, packetSoundness } from "./version-5/packet-soundness.ts";
import { propertiesEnd } from "./version-5/properties.ts";
import { LEAST_FAILURE, reasonAt } from "./version-5/reason.ts";
import { refused } from "./version-5/refused.ts";
import { SOUND } from "./version-5/soundness.ts";

/** Takes a packet: its first byte, and its body from `body` to `end`. @inline */
export function takePacket(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (header >= PUBACK || header < PUBLISH) takeReply(client, header, bytes, body, end);
  else takePublish(client, header, bytes, body, end);
}

/** What is no PUBLISH: nearly always a PUBACK, for a message of ours. @hot @branch */
function takeReply(client: Client, header: number, bytes: string, body: number, end: number): void {
  if (header !== PUBACK || end - body !== 2) takeOtherReply(client, header, bytes, body, end);
  else {
    const high = bytes.charCodeAt(body);
    const low = bytes.charCodeAt(body + 1);
    // Identifiers of QoS 1 are one byte.
    if (high === 0 && low > 0) acknowledged(client, publishedAs(low));
    else takeAnswer(client, header, high * 256 + low);
  }
}

/** @cold */
function takeOtherReply(client: Client, header: number, bytes: string, body: number, end: number): void {
  const length = end - body;
  if (MQTT5 && speaks5(client)) takeReply5(client, header, bytes, body, end);
  else if (header === PINGRESP && length === 0) takeSign(client);
  else if (header === SUBACK && length > 2) takeSuback(client, bytes, body, body + 2, end);
  else if (length === 2 && isAnswer(header)) {
    const id = readUint16(bytes, body);
    takeAnswer(client, header, id);
  } else if (isByBrokers(header)) loseMalformed(client);
  else loseUnexpected(client, header);
}

/** Its codes stand from `codes` on. One for nothing is left alone. @cold */
function takeSuback(client: Client, bytes: string, body: number, codes: number, end: number): void {
  const id = readUint16(bytes, body);
  if (id === 0) loseForbidden(client, "packet identifier 0");
  else if (id === client.subscriptions.requested && !subscribed(client, bytes, codes, end))
    loseForbidden(client, "codes of a SUBACK");
}

/** In MQTT 5.0, where it is judged first, and may have a reason. @cold */
function takeReply5(client: Client, header: number, bytes: string, body: number, end: number): void {
  const found = packetSoundness(header, bytes, body, end);
  if (found !== SOUND) loseUnsound(client, found);
  else if (header === PINGRESP) takeSign(client);
  else if (header === DISCONNECT) disconnected(client, bytes, body, end);
  else if (header === SUBACK) takeSuback(client, bytes, body, propertiesEnd(bytes, body + 2, end), end);
  else if (isByBrokers(header)) {
    const id = readUint16(bytes, body);
    const code = reasonAt(bytes, body + 2, end);
    if (code >= LEAST_FAILURE && (header === PUBACK || header === PUBREC)) refused(client, header, id, code);
    else if (header === PUBACK && isOfQos1(id)) acknowledged(client, publishedAs(id));
    else takeAnswer(client, header, id);
  } else loseForbidden(client, "packet type " + (header >> 4));
}

/** PINGRESP: the connection carries. @cold */
function takeSign(client: Client): void {
  endPing(client);
  if (QOS1 && admitSuspect(client)) flush(client);
}

function isAnswer(header: number): boolean {
  return header === UNSUBACK || (QOS2 && (header === PUBREC || header === PUBREL || header === PUBCOMP));
}

/** An answer to a packet identifier. One for nothing is left alone; one that its message cannot have ends the connection. @cold */
function takeAnswer(client: Client, header: number, id: number): void {
  if (id === 0) loseForbidden(client, "packet identifier 0");
  else if (UNSUBSCRIBES && header === UNSUBACK) takeUnsuback(client, id);
  else if (WIDE_WINDOW && header === PUBACK && isWideId(id)) acknowledged(client, publishedAs(id));
  else if (QOS2) {
    if (header === PUBREL) takePubrel(client, id);
    else if ((header === PUBACK || (header !== UNSUBACK && isOfQos1(id))) && isInUse(client.ring, id))
      loseForbidden(client, "an answer of another QoS");
    else if (header === PUBREC) takePubrec(client, id);
    else if (header === PUBCOMP && finishReleasing(client, id)) flush(client);
    else if (header === PUBCOMP) acknowledged(client, releasedAs(id));
  }
}
