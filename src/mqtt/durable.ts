// Messages that whoever runs the client keeps through a power cut, each under a tag: when one is neither out
// nor waiting any more, it is done.
import { freeEmptyFront, NO_SLOT, put, setTag, slotTagged } from "../ring/ring.ts";
import { isAlone, joinRing } from "./alone.ts";
import type { Client } from "./client.ts";
import type { Publication } from "./publication.ts";
import { flush } from "./transmit.ts";

/**
 * Keeps a message at QoS 1 or 2 until the broker has it, and sends it where nothing waits in front of it.
 * False: the ring has no room.
 */
export function keepTagged(client: Client, publication: Publication, payload: string, tag: number): boolean {
  const ring = client.ring;
  if (isAlone(client)) joinRing(client);
  freeEmptyFront(ring);
  const slot = put(ring, publication, payload, client.instant);
  if (slot === NO_SLOT) return false;
  setTag(ring, slot, tag);
  flush(client);
  return true;
}

/** Is the message of this tag in the ring: waiting, or out and not acknowledged? */
export function isTagHeld(client: Client, tag: number): boolean {
  return slotTagged(client.ring, tag) !== NO_SLOT;
}
