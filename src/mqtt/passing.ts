// Packets that are longer than this device takes: passed over piece by piece as they come, or given in parts to whoever
// has asked for that (MQTT 3.1.1 lets a client name no limit).
//
// Where its QoS asks for an answer such a packet is given one all the same, or the broker would send it for ever; but for
// one that is held back with others of QoS 2 (unreleased.ts).
import { readUint16 } from "../bytes/integers.ts";
import { PARTS, QOS2 } from "../features.ts";
import { sendAnswer } from "./answer.ts";
import { type Client, CONNECTED } from "./client.ts";
import { loseForbidden, loseMalformed } from "./ending.ts";
import { PUBREC } from "./exactly-once.ts";
import { endsFor, NO_QOS, PUBACK, PUBLISH, qosOf } from "./incoming.ts";
import { partsSubscriptions } from "./subscriptions.ts";
import { HELD, holdsBack, NEW, remember, standingOf } from "./unreleased.ts";

/** Is a packet being passed over? */
export function isPassing(client: Client): boolean {
  return client.skip + client.skipTail > 0;
}

/**
 * Begins with the packet from `at` to `next`, its topic at `body`. Returns from where it is to be passed over, or -1 when
 * more bytes are needed to tell. @cold
 */
export function beginToPass(client: Client, bytes: string, at: number, body: number, next: number): number {
  const header = bytes.charCodeAt(at);
  const qos = qosOf(header);
  if (header < PUBLISH || header >= PUBACK || qos === NO_QOS) {
    loseMalformed(client);
    return at;
  }
  if (body + 2 > bytes.length) return -1;
  const idAt = body + 2 + readUint16(bytes, body);
  const payloadAt = qos > 0 ? idAt + 2 : idAt;
  if (payloadAt > next) {
    loseMalformed(client);
    return at;
  }
  const isOnce = QOS2 && qos === 2;
  client.skipAnswer = isOnce ? PUBREC : PUBACK;
  let standing = isOnce && holdsBack(client) ? HELD : NEW;
  let topic = "";
  if (payloadAt - at <= client.packetBytes) {
    if (payloadAt > bytes.length) return -1;
    topic = bytes.substring(body + 2, idAt);
    if (endsFor(client, topic, qos > 0 ? readUint16(bytes, idAt) : 1)) return at;
    if (isOnce) standing = standingOf(client, header, bytes.substring(idAt, payloadAt));
    if (PARTS) {
      const takers = partsSubscriptions(client, topic);
      if (takers.length > 0 && standing === NEW) {
        client.parted = takers;
        client.partTopic = topic;
        client.partId = bytes.substring(idAt, payloadAt);
        client.partAt = 0;
        client.skip = next - payloadAt;
        client.partBytes = client.skip;
        return payloadAt;
      }
    }
  }
  if (standing === NEW) {
    client.skips += 1;
    client.owner.skipped(client.owner, topic, next - at);
  }
  client.skipTail = qos > 0 && standing !== HELD ? next - idAt : 0;
  client.skip = next - at - client.skipTail;
  return at;
}

/** Passes over what there is of the packet from `from` on. Returns up to where. @cold */
export function pass(client: Client, bytes: string, from: number): number {
  const end = bytes.length;
  let at = from + Math.min(client.skip, end - from);
  client.skip -= at - from;
  if (PARTS && client.parted.length > 0) takePart(client, bytes.substring(from, at));
  else if (client.skip === 0 && client.skipTail > 0 && at + 1 < end) {
    // At the packet identifier.
    if (readUint16(bytes, at) === 0) {
      loseForbidden(client, "packet identifier 0");
      return at;
    }
    sendAnswer(client, QOS2 ? client.skipAnswer : PUBACK, bytes, at);
    const tail = Math.min(client.skipTail, end - at);
    client.skip = client.skipTail - tail;
    client.skipTail = 0;
    at += tail;
  }
  return at;
}

/**
 * Gives a part to its subscribers. The answer goes out behind the last: a message that was cut off comes again, from its start.
 * At QoS 2 it is remembered before its last part: no message is given whole that is not, nor one again.
 */
function takePart(client: Client, part: string): void {
  const at = client.partAt;
  client.partAt = at + part.length;
  const isOnce = QOS2 && client.skipAnswer === PUBREC;
  if (isOnce && client.skip === 0) remember(client, client.partId);
  for (const subscription of client.parted) {
    const subscriber = subscription.subscriber;
    if (subscriber.deliverPart !== undefined)
      subscriber.deliverPart(subscriber, part, at, client.partBytes, client.partTopic);
  }
  if (client.state !== CONNECTED || client.skip > 0) return;
  client.parted = [];
  if (client.partId !== "") sendAnswer(client, isOnce ? PUBREC : PUBACK, client.partId, 0);
}
