// Seal of a command: the tag that only the holder of the device's key can make, for one topic.
import type { Hash } from "../ports/hash.ts";
import { hmac } from "../update/hmac.ts";

/** Begins what is sealed. A manifest begins with "id=", so that no tag of an update is one of a command. */
const DOMAIN = "ringmote command\n";
const HEX = "0123456789abcdef";

/**
 * The tag for `words` (payload, blank, counter) to `topic`, in hexadecimal; "": memory is short. `hash` is
 * SHA-256. @cold
 */
export function sealOf(hash: Hash, key: string, topic: string, words: string): string {
  const digest = hmac(hash, key, DOMAIN + topic + "\n" + words);
  let text = "";
  for (let i = 0; i < digest.length; i++) {
    const byte = digest.charCodeAt(i);
    text += HEX.substring(byte >> 4, (byte >> 4) + 1) + HEX.substring(byte & 15, (byte & 15) + 1);
  }
  return text;
}
