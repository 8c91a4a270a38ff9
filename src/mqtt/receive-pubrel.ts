// A PUBREL that has come in: the end of a message at QoS 2 on the way in (MQTT 3.1.1, 4.3.3).
import { uint16 } from "../bytes/integers.ts";
import { MQTT5, UNKNOWN_RELEASES } from "../features.ts";
import { sendAnswer, sendReasonedAnswer } from "./acknowledgement.ts";
import type { Client } from "./client.ts";
import { loseForAnother } from "./connection-end.ts";
import { isConnected } from "./connection-state.ts";
import { PUBCOMP } from "./packet-type.ts";
import { speaks5 } from "./protocol.ts";
import { forget, isTableReleased, isUnknown } from "./qos2-received-ids.ts";
import { PACKET_IDENTIFIER_NOT_FOUND } from "./version-5/reason.ts";

/**
 * PUBREL: the broker has finished with the message. The answer is PUBCOMP, whether we know the message or
 * not. @cold
 */
export function takePubrel(client: Client, id: number): void {
  const bytes = uint16(id);
  const isStray = UNKNOWN_RELEASES && MQTT5 && speaks5(client) && isUnknown(client, bytes);
  forget(client, bytes);
  if (isStray) sendReasonedAnswer(client, PUBCOMP, id, PACKET_IDENTIFIER_NOT_FOUND);
  else sendAnswer(client, PUBCOMP, bytes, 0);
  // All messages with a place in the table are finished: those held back come in a new connection, at once.
  if (isConnected(client) && isTableReleased(client))
    loseForAnother(client, "connecting again: more messages of QoS 2 came than fit");
}
