// The packet identifier under which a message of a program was sent, as its slot in the ring has it.
import type { Client } from "../../mqtt/client.ts";
import { awaitsPubcomp, isPublished, publishedId, releasedId } from "../../mqtt/handshake.ts";
import type { Publication } from "../../mqtt/publication.ts";

/** In place of the identifier of a message at QoS 0, or of one not sent yet [MQTT-2.3.1-5]. */
export const NO_SENT_ID = 0;

/**
 * The identifier of the publication's newest message; also of an acknowledged one, until the ring fills its
 * slot again.
 */
export function sentId({ ring }: Client, { newest }: Publication): number {
  // A message that waits has the mark of the one before it in its slot.
  const mark = newest >= ring.written ? NO_SENT_ID : (ring.marks[newest % ring.slots] ?? NO_SENT_ID);
  if (awaitsPubcomp(mark)) return releasedId(mark);
  return isPublished(mark) ? publishedId(mark) : NO_SENT_ID;
}
