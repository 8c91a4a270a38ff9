// How much a program's client in Node holds.
import { LONGEST } from "../../bytes/variable-length.ts";
import type { ClientLimits } from "../../mqtt/client.ts";

/** The longest packet of all: its length takes four bytes behind the first. */
export const LONGEST_PACKET = LONGEST + 5;

/** Where it is not told otherwise: it takes all that MQTT lets a broker send. */
const USUAL: ClientLimits = { slots: 64, bytes: 16384, packetBytes: LONGEST_PACKET, linkBytes: 65536 };

/** Its limits, as far as they are given. */
export function clientLimits(given: Partial<ClientLimits> = {}): ClientLimits {
  return {
    slots: given.slots ?? USUAL.slots,
    bytes: given.bytes ?? USUAL.bytes,
    packetBytes: given.packetBytes ?? USUAL.packetBytes,
    linkBytes: given.linkBytes ?? USUAL.linkBytes,
  };
}
