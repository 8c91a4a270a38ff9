// Verification of a Leighton-Micali signature (RFC 8554) with LMS_SHA256_M32_H10 and LMOTS_SHA256_N32_W4: of
// one tree of 1,024 one-time keys, some 513 hashes. Whoever holds the public key can make no signature.
import { readUint16, uint16 } from "../bytes/integers.ts";
import type { Hash } from "../ports/hash.ts";
import { sameBytes } from "./same-bytes.ts";

const TREE_TYPE = "\0\0\0\x06";
const ONE_TIME_TYPE = "\0\0\0\x03";
const HEIGHT = 10;
const LEAVES = 1024;
const DIGEST_BYTES = 32;
/** Digits of 4 bits: 64 of the message's digest, and 3 of their checksum. */
const DIGITS = 67;
const MOST_DIGIT = 15;

/** What is hashed says what it is for (RFC 8554, 7.1). */
const D_PBLC = "\x80\x80";
const D_MESG = "\x81\x81";
const D_LEAF = "\x82\x82";
const D_INTR = "\x83\x83";

/** Type of the tree, type of the one-time keys, identifier, root. */
export const LMS_KEY_BYTES = 56;
const IDENTIFIER_AT = 8;
const ROOT_AT = 24;

/** Leaf, type of the one-time keys, randomizer, chains, type of the tree, path. */
export const LMS_SIGNATURE_BYTES = 2508;
const RANDOMIZER_AT = 8;
const CHAINS_AT = 40;
const TREE_TYPE_AT = 2184;
const PATH_AT = 2188;

/**
 * Is it the signature of `message` under the public key? False for all that is no such key or no such
 * signature. @cold
 */
export function isSignedByLms(sha256: Hash, key: string, message: string, signature: string): boolean {
  if (key.length !== LMS_KEY_BYTES || signature.length !== LMS_SIGNATURE_BYTES) return false;
  if (key.substring(0, IDENTIFIER_AT) !== TREE_TYPE + ONE_TIME_TYPE) return false;
  if (signature.substring(4, RANDOMIZER_AT) !== ONE_TIME_TYPE) return false;
  if (signature.substring(TREE_TYPE_AT, PATH_AT) !== TREE_TYPE) return false;
  const leaf = readUint16(signature, 2);
  if (signature.substring(0, 2) !== "\0\0" || leaf >= LEAVES) return false;
  const identifier = key.substring(IDENTIFIER_AT, ROOT_AT);
  const oneTime = oneTimeKey(sha256, identifier + signature.substring(0, 4), message, signature);
  const root = rootAbove(sha256, identifier, leaf, oneTime, signature);
  return sameBytes(root, key.substring(ROOT_AT));
}

/** The one-time public key that the signature fits (RFC 8554, algorithm 4b). @cold */
function oneTimeKey(sha256: Hash, prefix: string, message: string, signature: string): string {
  const digest = sha256(prefix + D_MESG + signature.substring(RANDOMIZER_AT, CHAINS_AT) + message);
  // Short memory: no digit of it is any.
  if (digest.length !== DIGEST_BYTES) return "";
  const checked = digest + checksum(digest);
  let ends = "";
  for (let i = 0; i < DIGITS; i++) {
    const at = CHAINS_AT + i * DIGEST_BYTES;
    let chain = signature.substring(at, at + DIGEST_BYTES);
    const start = prefix + uint16(i);
    for (let step = digitAt(checked, i); step < MOST_DIGIT; step++)
      chain = sha256(start + String.fromCharCode(step) + chain);
    ends += chain;
  }
  return sha256(prefix + D_PBLC + ends);
}

/** What the digits lack, so that no digit can grow unless another one falls (RFC 8554, 4.4). @cold */
function checksum(digest: string): string {
  let sum = 0;
  for (let i = 0; i < 2 * DIGEST_BYTES; i++) sum += MOST_DIGIT - digitAt(digest, i);
  return uint16(sum * 16);
}

/** @cold */
function digitAt(bytes: string, i: number): number {
  const byte = bytes.charCodeAt(Math.floor(i / 2));
  return i % 2 === 0 ? byte >> 4 : byte & 15;
}

/** The root of the tree that the leaf hangs in by the signature's path (RFC 8554, algorithm 6a). @cold */
function rootAbove(
  sha256: Hash,
  identifier: string,
  leaf: number,
  oneTime: string,
  signature: string,
): string {
  let place = LEAVES + leaf;
  let node = sha256(`${identifier}\0\0${uint16(place)}${D_LEAF}${oneTime}`);
  for (let i = 0; i < HEIGHT; i++) {
    const at = PATH_AT + i * DIGEST_BYTES;
    const beside = signature.substring(at, at + DIGEST_BYTES);
    const isRight = place % 2 === 1;
    place = Math.floor(place / 2);
    const both = isRight ? beside + node : node + beside;
    node = sha256(`${identifier}\0\0${uint16(place)}${D_INTR}${both}`);
  }
  return node;
}
