// CONNACK of MQTT 5.0 (3.2).
import { AUTHENTICATION, EITHER_VERSION, SERVER_REFERENCES } from "../../features.ts";
import { expectShortPause } from "../backoff.ts";
import { forgetLimit } from "../broker-packet-limit.ts";
import { type Client, greetWith } from "../client.ts";
import { keepAliveIn } from "../connect-packet.ts";
import {
  lose,
  loseForbidden,
  loseForLong,
  loseForOther,
  loseMalformed,
  loseUnexpected,
  loseUnsound,
} from "../connection-end.ts";
import { bodyAt, FRAME_MALFORMED, packetEnd, probe, TOO_LONG, WHOLE } from "../frame.ts";
import { adoptKeepAlive } from "../keep-alive.ts";
import { CONNACK } from "../packet-type.ts";
import { isToFollow } from "../program/server-references.ts";
import { noteReasonCode, noteReference, speakOlder } from "../protocol.ts";
import { AUTH, packetSoundness } from "./packet-soundness.ts";
import { unsettleAll } from "./publish-start.ts";
import { isOfTheMoment, reasonName, reasonWords, referenceIn, UNSUPPORTED_VERSION } from "./reason.ts";
import { SOUND } from "./soundness.ts";

/** In place of an end: the CONNACK has not come whole, or it ends the attempt. */
export const NO_END = 0;

/** The longest CONNACK that a client waits for, whatever else it takes. */
const LONGEST_CONNACK = 65536;

/** A broker that speaks only 3.1.1 refuses the version with this packet (MQTT 3.1.1, 3.2.2.3). */
const REFUSED_BY_3_1_1 = "\x20\x02\0\x01";

/**
 * The end of the CONNACK at the start of `bytes`, or `NO_END`. Nothing else may come first [MQTT5-3.2.0-1].
 * @cold
 */
export function connackEnd(client: Client, bytes: string): number {
  const found = probe(bytes, 0, Math.min(client.packetBytes, LONGEST_CONNACK));
  // [MQTT5-4.12.0-6]
  if (AUTHENTICATION && bytes.charCodeAt(0) === AUTH)
    loseForbidden(client, "an AUTH that it may not send now");
  else if (bytes.charCodeAt(0) !== CONNACK) loseUnexpected(client, bytes.charCodeAt(0));
  else if (found === FRAME_MALFORMED) loseMalformed(client);
  else if (found === TOO_LONG) lose(client, "CONNACK is longer than this client takes");
  else if (found === WHOLE) return packetEnd(bytes, 0);
  return NO_END;
}

/** Takes the verdict of a whole CONNACK. Returns whether it accepts: if not, the attempt has ended. @cold */
export function takeVerdict(client: Client, bytes: string, end: number): boolean {
  if (bytes.substring(0, end) === REFUSED_BY_3_1_1) {
    noteReasonCode(client, UNSUPPORTED_VERSION);
    loseForVersion(client, "broker refused: " + reasonName(UNSUPPORTED_VERSION));
    return false;
  }
  const body = bodyAt(bytes, 0);
  const found = packetSoundness(CONNACK, bytes, body, end);
  if (found !== SOUND) {
    loseUnsound(client, found);
    return false;
  }
  const code = bytes.charCodeAt(body + 1);
  if (code === 0) return true;
  noteReasonCode(client, code);
  if (SERVER_REFERENCES) noteReference(client, referenceIn(bytes, body + 1, end));
  const reason = "broker refused: " + reasonWords(bytes, body + 1, end);
  if (code === UNSUPPORTED_VERSION) loseForVersion(client, reason);
  else if (SERVER_REFERENCES && isToFollow(client, code)) loseForOther(client, reason);
  else if (isOfTheMoment(code)) lose(client, reason);
  else loseForLong(client, reason);
  return false;
}

/**
 * The broker does not speak 5.0: a client that may, speaks 3.1.1 from the next connection on, which comes
 * soon. @cold
 */
function loseForVersion(client: Client, reason: string): void {
  if (!EITHER_VERSION || client.protocol.older === "") {
    loseForLong(client, reason);
    return;
  }
  greetWith(client, client.protocol.older);
  speakOlder(client);
  unsettleAll(client);
  forgetLimit(client);
  adoptKeepAlive(client, keepAliveIn(client.greeting));
  expectShortPause(client);
  lose(client, "broker refused MQTT 5.0: connecting in 3.1.1");
}
