// Limits that a broker's CONNACK puts on a client's messages: on the QoS, on retained ones, on the length of
// a packet (MQTT 5.0, 3.2.2.3).

import { REASON_STRINGS } from "../../features.ts";
import { acknowledge, markAgain, markNew, moveOut } from "../../ring/ring.ts";
import type { Client } from "../client.ts";
import { DROPPED_REFUSED, DROPPED_UNTAKEN, drop, noteRefusal } from "../dropped.ts";
import { publishedAs } from "../handshake.ts";
import { isRetained, type Publication } from "../publication.ts";
import { forgetBrokerReason } from "./broker-reason.ts";

/**
 * The reason why the broker takes no message like these, in words: it does not take the QoS, or retains no
 * messages [MQTT5-3.2.2-11] [MQTT5-3.2.2-14]. "" where it takes them. @cold
 */
export function untakenWords(client: Client, publication: Publication): string {
  const { terms } = client.protocol;
  if (publication.qos > terms.maximumQos) return "it takes messages up to QoS " + terms.maximumQos;
  return terms.takesRetained || !isRetained(publication) ? "" : "it keeps no retained messages";
}

/**
 * The broker does not take the message in `slot`, which would go out next under `id`: it is dropped. @cold
 */
export function dropUntaken(client: Client, slot: number, publication: Publication, id: number): boolean {
  const ring = client.ring;
  const cursor = ring.sent;
  if (cursor === ring.written) markNew(ring, cursor, slot, publishedAs(id));
  else markAgain(ring, slot, publishedAs(id));
  moveOut(ring, cursor);
  acknowledge(ring, publishedAs(id));
  const words = untakenWords(client, publication);
  if (REASON_STRINGS) forgetBrokerReason(client);
  if (words !== "") noteRefusal(client, words);
  drop(client, publication, words === "" ? DROPPED_UNTAKEN : DROPPED_REFUSED);
  return true;
}

/**
 * The bytes of a PUBLISH above QoS 0 besides topic and payload: a packet identifier, and the length of no
 * properties.
 */
const BESIDES = 3;

/**
 * The length of topic and payload from which a PUBLISH is longer than `packetBytes`: 0 where none is short
 * enough. @cold
 */
export function leastUntaken(packetBytes: number): number {
  let longest = 0;
  let most = 127;
  for (let lengthBytes = 1; lengthBytes <= 4; lengthBytes++) {
    longest = Math.max(longest, Math.min(packetBytes - 1 - lengthBytes, most));
    most = most * 128 + 127;
  }
  return Math.max(0, longest - BESIDES + 1);
}
