// A PUBACK or PUBREC that refuses a message (MQTT 5.0, 3.4.2.1 and 3.5.2.1): its handshake ends with it. And
// one that says that nobody has subscribed, with which it goes on.
import { NO_SLOT, slotMarked } from "../../ring/ring.ts";
import type { Client } from "../client.ts";
import { loseForbidden } from "../connection-end.ts";
import { DROPPED_REFUSED, drop, noteRefusal } from "../dropped.ts";
import { publishedAs } from "../handshake.ts";
import { finishMessageRarely } from "../outbox.ts";
import { isOfQos1 } from "../packet-id.ts";
import { PUBACK } from "../packet-type.ts";
import { noteUnheard } from "../publication.ts";
import { reasonName } from "./reason.ts";

/**
 * The broker refuses the message that is out under `id`: it is dropped and named. A refusal for no message is
 * ignored. @cold
 */
export function refused(client: Client, header: number, id: number, code: number): void {
  const slot = slotMarked(client.ring, publishedAs(id));
  if (slot === NO_SLOT) return;
  if (isOfQos1(id) !== (header === PUBACK)) {
    loseForbidden(client, "an answer of another QoS");
    return;
  }
  const publication = client.ring.items[slot];
  finishMessageRarely(client, publishedAs(id));
  if (publication === undefined) return;
  noteRefusal(client, reasonName(code));
  drop(client, publication, DROPPED_REFUSED);
}

/** The broker has the message that is out under `id`, and no subscription matches it. @cold */
export function unheard(client: Client, id: number): void {
  const slot = slotMarked(client.ring, publishedAs(id));
  const publication = slot === NO_SLOT ? undefined : client.ring.items[slot];
  if (publication !== undefined) noteUnheard(publication);
}
