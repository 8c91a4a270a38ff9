// DISCONNECT by the broker (MQTT 5.0, 3.14): why the connection ends, and when the next one is worth an
// attempt.
import { QOS1, SERVER_REFERENCES } from "../../features.ts";
import { KICKED, KICKED_BY_OTHER, kicked } from "../backoff.ts";
import { suspectOldest } from "../broker-packet-limit.ts";
import type { Client } from "../client.ts";
import { lose, loseForLong, loseForOther } from "../connection-end.ts";
import { isToFollow } from "../program/server-references.ts";
import { noteReasonCode, noteReference } from "../protocol.ts";
import { suspectRequest } from "../suspected-request.ts";
import {
  isOfTheMoment,
  mayBeOfAPacket,
  reasonAt,
  reasonWords,
  referenceIn,
  SESSION_TAKEN_OVER,
} from "./reason.ts";

/**
 * The broker has ended the connection by a sound DISCONNECT, whose body lies from `body` to `end`
 * [MQTT5-3.14.4-3]. @cold
 */
export function disconnected(client: Client, bytes: string, body: number, end: number): void {
  const code = reasonAt(bytes, body, end);
  noteReasonCode(client, code);
  if (SERVER_REFERENCES) noteReference(client, referenceIn(bytes, body, end));
  const reason = "broker ended the connection: " + reasonWords(bytes, body, end);
  if (mayBeOfAPacket(code) && (suspectRequest(client) || (QOS1 && suspectOldest(client))))
    lose(client, reason);
  else if (code === SESSION_TAKEN_OVER) {
    const said = kicked(client, reason);
    lose(client, said === KICKED ? KICKED_BY_OTHER : said);
  } else if (SERVER_REFERENCES && isToFollow(client, code)) loseForOther(client, reason);
  else if (isOfTheMoment(code)) lose(client, reason);
  else loseForLong(client, reason);
}
