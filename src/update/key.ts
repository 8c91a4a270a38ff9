// Key of a device for updates: a record of its own beside the settings, so that no message changes it. One
// line: scheme, space, key in hexadecimal.
import type { Hashes } from "../ports/hash.ts";
import type { Storage } from "../ports/storage.ts";
import type { Scheme, UpdateKey } from "./tag.ts";

/** Name of the record. */
export const KEY_RECORD = "update-key";

/** What a declaration says of it: a secret that device and owner share, or the public key of its maker. */
export type KeyKind = "hmac" | "lms";

/**
 * The device's own, of the kind that it declares. One that is missing, or of another kind, is "": no update
 * is signed by that. @cold
 */
export function readKey(storage: Storage, kind: KeyKind, hashes: Hashes): UpdateKey {
  const line = storage.readRecord(KEY_RECORD) ?? "";
  const scheme = schemeOf(line, kind);
  const key = line.substring(0, scheme.length + 1) === `${scheme} ` ? keyIn(line, scheme.length + 1) : "";
  return { scheme, key, hash: scheme === "hmac-sha1" ? hashes.sha1 : hashes.sha256 };
}

/** @cold */
function schemeOf(line: string, kind: KeyKind): Scheme {
  if (kind === "lms") return "lms";
  return line.indexOf("hmac-sha1 ") === 0 ? "hmac-sha1" : "hmac-sha256";
}

/** The digits from `at` to the end of the line, as bytes; "" for what are none. @cold */
function keyIn(line: string, at: number): string {
  const end = line.length - 1;
  if (line.substring(end) !== "\n" || (end - at) % 2 !== 0) return "";
  let key = "";
  for (let i = at; i < end; i += 2) {
    const high = digitAt(line, i);
    const low = digitAt(line, i + 1);
    if (high < 0 || low < 0) return "";
    key += String.fromCharCode(high * 16 + low);
  }
  return key;
}

/** @cold */
function digitAt(line: string, at: number): number {
  return "0123456789abcdef".indexOf(line.substring(at, at + 1));
}
