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

/** The key, filled up with zeros, each byte with `pad`. Few steps make the zeros: each makes a string. @cold */
function block(key: string, pad: number): string {
  let zeros = String.fromCharCode(pad);
  while (zeros.length < BLOCK_BYTES) zeros += zeros;
  let bytes = "";
  for (let i = 0; i < key.length; i++) bytes += String.fromCharCode(key.charCodeAt(i) ^ pad);
  return bytes + zeros.substring(key.length);
}
