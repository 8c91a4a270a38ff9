// HMAC (RFC 2104) over a hash whose blocks have 64 bytes, as those of SHA-256 and SHA-1 have.
import type { Hash } from "../ports/hash.ts";

const BLOCK_BYTES = 64;
const INNER = 0x36;
const OUTER = 0x5c;

/** The code of `text` under `key`, as long as the hash's digest; "": memory is short. @cold */
export function hmac(hash: Hash, key: string, text: string): string {
  const short = key.length > BLOCK_BYTES ? hash(key) : key;
  const inner = hash(block(short, INNER) + text);
  return inner === "" ? "" : hash(block(short, OUTER) + inner);
}

/** @cold */
function block(key: string, pad: number): string {
  let bytes = "";
  for (let i = 0; i < BLOCK_BYTES; i++)
    bytes += String.fromCharCode((i < key.length ? key.charCodeAt(i) : 0) ^ pad);
  return bytes;
}
