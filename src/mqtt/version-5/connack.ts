// CONNACK of MQTT 5.0 (3.2).
import type { Client } from "../client.ts";
import { lose, loseForLong, loseMalformed, loseUnexpected, loseUnsound } from "../connection-end.ts";
import { bodyAt, MALFORMED, packetEnd, probe, TOO_LONG, WHOLE } from "../frame.ts";
import { CONNACK } from "../packet-type.ts";
import { setReasonCode } from "../protocol.ts";
import { packetSoundness } from "./packet-soundness.ts";
import { isOfTheMoment, reasonName, reasonWords, UNSUPPORTED_VERSION } from "./reason.ts";
import { SOUND } from "./soundness.ts";

/** What `connackEnd` returns for one that has not come whole, or that ends the attempt. */
export const NO_END = 0;

/** A client waits for no longer one, whatever else it takes. */
const LONGEST_CONNACK = 65536;

/** A broker that speaks 3.1.1 only refuses the version with this packet (MQTT 3.1.1, 3.2.2.3). */
const REFUSED_BY_3_1_1 = "\x20\x02\0\x01";

/** Where the CONNACK ends that `bytes` begin with, or `NO_END`. Nothing else may come first [MQTT5-3.2.0-1]. @cold */
export function connackEnd(client: Client, bytes: string): number {
  const found = probe(bytes, 0, Math.min(client.packetBytes, LONGEST_CONNACK));
  if (bytes.charCodeAt(0) !== CONNACK) loseUnexpected(client, bytes.charCodeAt(0));
  else if (found === MALFORMED) loseMalformed(client);
  else if (found === TOO_LONG) lose(client, "CONNACK is longer than this client takes");
  else if (found === WHOLE) return packetEnd(bytes, 0);
  return NO_END;
}

/** Does the whole CONNACK accept the connection? Where not, the attempt ends. @cold */
export function isAccepted(client: Client, bytes: string, end: number): boolean {
  if (bytes.substring(0, end) === REFUSED_BY_3_1_1) {
    setReasonCode(client, UNSUPPORTED_VERSION);
    loseForLong(client, "broker refused: " + reasonName(UNSUPPORTED_VERSION));
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
  setReasonCode(client, code);
  const reason = "broker refused: " + reasonWords(bytes, body + 1, end);
  if (isOfTheMoment(code)) lose(client, reason);
  else loseForLong(client, reason);
  return false;
}
