// The limits of the tortured client, and what of it has grown past them, in the device language.
import { QOS2 } from "../../../../src/features.ts";
import type { Client, ClientLimits } from "../../../../src/mqtt/client.ts";
import { FINISHING, isAt } from "../../../../src/mqtt/program/authentication.ts";

const SLOTS = 8;
const RING_BYTES = 512;
const PACKET_BYTES = 256;
const LINK_BYTES = 400;
/** Identifiers of QoS 2 that are remembered, of two bytes each. */
const UNRELEASED_BYTES = 64;
/**
 * What may wait for the link at most: its bound, the longest message, acknowledgements, and one packet of our
 * own.
 */
const PENDING_BYTES = LINK_BYTES + RING_BYTES + 512 + 256;

export const TORTURE_LIMITS: ClientLimits = {
  slots: SLOTS,
  bytes: RING_BYTES,
  packetBytes: PACKET_BYTES,
  linkBytes: LINK_BYTES,
};

/** What has grown past its limit, or was miscounted, in words; "" when nothing has. */
export function outgrown(client: Client): string {
  const ring = client.ring;
  // What comes behind a CONNACK waits for the broker's proof.
  if (client.stream.rest.length > PACKET_BYTES && !isAt(client, FINISHING))
    return "keeps more of a packet than it takes";
  if (client.link.pending > PENDING_BYTES) return "lets more bytes wait for the link than it may";
  if (ring.bytes > RING_BYTES || ring.bytes < 0) return "counts " + ring.bytes + " bytes in the ring";
  if (ring.put - ring.done > SLOTS || ring.put < ring.sent || ring.sent < ring.done)
    return "has lost count of its slots";
  if (
    ring.items[SLOTS] !== undefined ||
    ring.payloads[SLOTS] !== undefined ||
    ring.marks[SLOTS] !== undefined
  )
    return "has more slots than it was given";
  return QOS2 && client.qos2ReceivedIds.ids.length > UNRELEASED_BYTES ? "remembers too many identifiers" : "";
}
