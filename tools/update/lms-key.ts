// Private key of a Leighton-Micali tree (RFC 8554) with LMS_SHA256_M32_H10 and LMOTS_SHA256_N32_W4. Each of
// its 1,024 leaves signs one message: two by the same leaf give away what a forger needs. Which leaf is next
// is lms-key-file.ts's to say.
import { hash } from "node:crypto";

/** Leaves of a key: the messages that it can sign. */
export const LEAVES = 1024;
const HEIGHT = 10;
export const SEED_BYTES = 32;
export const IDENTIFIER_BYTES = 16;
const TREE_TYPE = uint(6, 4);
const ONE_TIME_TYPE = uint(3, 4);
const DIGITS = 67;
const MOST_DIGIT = 15;
const D_PBLC = uint(0x8080, 2);
const D_MESG = uint(0x8181, 2);
const D_LEAF = uint(0x8282, 2);
const D_INTR = uint(0x8383, 2);

export interface LmsKey {
  seed: Buffer;
  identifier: Buffer;
  /** The root at 1, and below the node at n those at 2n and 2n + 1. */
  nodes: readonly Buffer[];
}

/** Computes a million hashes: some seconds. */
export function lmsKey(seed: Buffer, identifier: Buffer): LmsKey {
  const nodes: Buffer[] = [];
  for (let place = 2 * LEAVES - 1; place > 0; place--) {
    const prefix = [identifier, uint(place, 4)] as const;
    const left = nodes[2 * place];
    const right = nodes[2 * place + 1];
    nodes[place] =
      left === undefined || right === undefined
        ? sha256(...prefix, D_LEAF, oneTimeKey(seed, identifier, place - LEAVES))
        : sha256(...prefix, D_INTR, left, right);
  }
  return { seed, identifier, nodes };
}

/** The public key, as src/update/lms.ts takes it. */
export function lmsPublicKey({ identifier, nodes }: LmsKey): Buffer {
  return Buffer.concat([TREE_TYPE, ONE_TIME_TYPE, identifier, nodes[1] as Buffer]);
}

/**
 * The signature of `message` by a leaf that has signed nothing yet. `randomizer` are 32 bytes that nobody can
 * guess.
 */
export function signWithLeaf(
  { seed, identifier, nodes }: LmsKey,
  leaf: number,
  randomizer: Buffer,
  message: Buffer,
): Buffer {
  const prefix = [identifier, uint(leaf, 4)] as const;
  const digest = sha256(...prefix, D_MESG, randomizer, message);
  const chains = digitsOf(digest).map((digit, i) => chain(seed, prefix, i, digit));
  const path = Array.from({ length: HEIGHT }, (_, up) => nodes[((LEAVES + leaf) >> up) ^ 1] as Buffer);
  return Buffer.concat([uint(leaf, 4), ONE_TIME_TYPE, randomizer, ...chains, TREE_TYPE, ...path]);
}

function oneTimeKey(seed: Buffer, identifier: Buffer, leaf: number): Buffer {
  const prefix = [identifier, uint(leaf, 4)] as const;
  const ends = Array.from({ length: DIGITS }, (_, i) => chain(seed, prefix, i, MOST_DIGIT));
  return sha256(...prefix, D_PBLC, ...ends);
}

/** The chain of a digit, `steps` hashes from its secret, which is made of the seed (RFC 8554, appendix A). */
function chain(seed: Buffer, prefix: readonly Buffer[], i: number, steps: number): Buffer {
  const link = Buffer.concat([...prefix, uint(i, 2), uint(0xff, 1), seed]);
  const stepAt = link.length - seed.length - 1;
  let value = sha256(link);
  for (let step = 0; step < steps; step++) {
    link[stepAt] = step;
    value.copy(link, stepAt + 1);
    value = sha256(link);
  }
  return value;
}

/** The digits of four bits of a digest, and three of what they lack. */
function digitsOf(digest: Buffer): number[] {
  const digits = [...digest.toString("hex")].map((digit) => Number.parseInt(digit, 16));
  const lacking = digits.reduce((sum, digit) => sum + MOST_DIGIT - digit, 0);
  return [...digits, lacking >> 8, (lacking >> 4) & MOST_DIGIT, lacking & MOST_DIGIT];
}

function sha256(first: Buffer, ...more: Buffer[]): Buffer {
  return hash("sha256", more.length === 0 ? first : Buffer.concat([first, ...more]), "buffer");
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}
