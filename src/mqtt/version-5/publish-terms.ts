// What a broker's CONNACK does not let a client publish: a QoS, a retained message, a packet of some length (MQTT 5.0, 3.2.2.3).
import { acknowledge, markNew, moveOut, setMark } from "../../ring/ring.ts";
import type { Client } from "../client.ts";
import { loseForLong } from "../connection-end.ts";
import { isConnected } from "../connection-state.ts";
import { DROPPED_UNTAKEN, drop } from "../dropped.ts";
import { publishedAs } from "../handshake.ts";
import { isRetained, type Publication } from "../publication.ts";

/**
 * Does the broker take messages like these? A QoS that it does not take, or a retained message where it keeps none, ends the
 * connection: only a person can mend that, at the broker or here, and what is kept stays kept
 * [MQTT5-3.2.2-11] [MQTT5-3.2.2-14]. @cold
 */
export function endIfNotTaken(client: Client, publication: Publication): boolean {
  const { terms } = client.protocol;
  if (publication.qos > terms.maximumQos) {
    loseForLong(
      client,
      "broker takes messages up to QoS " + terms.maximumQos + ", not of QoS " + publication.qos,
    );
    return true;
  }
  if (!terms.takesRetained && isRetained(publication)) {
    loseForLong(client, "broker takes no retained messages");
    return true;
  }
  return false;
}

/**
 * The message in `slot`, which would go out next under `id`, is too long for the broker: it is dropped. Returns whether the
 * connection still stands. @cold
 */
export function dropUntaken(client: Client, slot: number, publication: Publication, id: number): boolean {
  if (!isConnected(client)) return false;
  const ring = client.ring;
  const cursor = ring.sent;
  if (cursor === ring.written) markNew(ring, cursor, slot, publishedAs(id));
  else setMark(ring, slot, publishedAs(id));
  moveOut(ring, cursor);
  acknowledge(ring, publishedAs(id));
  drop(client, publication, DROPPED_UNTAKEN);
  return true;
}

/** A PUBLISH above QoS 0 has these besides topic and payload: a packet identifier, and the length of no properties. */
const BESIDES = 3;

/** From how many bytes of topic and payload on a PUBLISH is longer than `packetBytes`: 0 where none is short enough. @cold */
export function leastUntaken(packetBytes: number): number {
  let longest = 0;
  let most = 127;
  for (let lengthBytes = 1; lengthBytes <= 4; lengthBytes++) {
    longest = Math.max(longest, Math.min(packetBytes - 1 - lengthBytes, most));
    most = most * 128 + 127;
  }
  return Math.max(0, longest - BESIDES + 1);
}
