// A message for a topic that is published to once, or too rarely to keep a publication for it (MQTT 3.1.1,
// 3.3).
import { variableLength } from "../bytes/variable-length.ts";
import { MQTT5 } from "../features.ts";
import type { Client } from "./client.ts";
import { isConnected } from "./connection-state.ts";
import { fits, pendingWith, sendPending } from "./link.ts";
import { publish, refuseNow } from "./outbox.ts";
import { type Outcome, refuse } from "./outcome.ts";
import { PUBLISH } from "./packet-type.ts";
import { speaks5 } from "./protocol.ts";
import { prepare, RETAIN } from "./publication.ts";

/**
 * Publishes `payload` to `topic` (a valid byte string, see topic.ts) at QoS 0, as `publish` does. In 3.1.1 it
 * makes the head of the packet of the topic itself, without a publication.
 */
export function publishOnce(client: Client, topic: string, retain: boolean, payload: string): Outcome {
  // In 5.0 the terms of the connection decide on the packet's properties.
  if (MQTT5 && speaks5(client)) return publish(client, prepare(topic, 0, retain, "reject"), payload);
  if (payload.length > client.ring.limit) return refuse(client, "refused: too long");
  if (!isConnected(client)) return refuseNow(client);
  const length = topic.length;
  const packet =
    String.fromCharCode(PUBLISH + (retain ? RETAIN : 0)) +
    variableLength(length + 2 + payload.length) +
    String.fromCharCode(length >> 8, length & 255) +
    topic +
    payload;
  const pending = pendingWith(client, packet);
  if (!fits(client, pending)) return refuseNow(client);
  sendPending(client, packet, pending);
  return "sent";
}
