// File of a Leighton-Micali key, which says the leaf that signs next. A leaf is on the disk as used before
// its signature leaves this module: a program that ends in between has lost a leaf, and none signs twice.
// That holds for one file: a copy of an older one knows less.
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { FileError } from "../files/file-error.ts";
import { replaceFile, writeNewFile } from "../files/whole-file.ts";
import { IDENTIFIER_BYTES, LEAVES, type LmsKey, lmsKey, SEED_BYTES, signWithLeaf } from "./lms-key.ts";

const RANDOMIZER_BYTES = 32;
const FOR_ITS_OWNER = 0o600;
const LOCK = ".lock";
const FORM = new RegExp(
  `^kind=lms\nseed=([0-9a-f]{${2 * SEED_BYTES}})\nidentifier=([0-9a-f]{${2 * IDENTIFIER_BYTES}})\nnext=(0|[1-9][0-9]{0,3})\n$`,
);

/** The key cannot be used: a sentence for the person who signs. */
export class KeyError extends FileError {}

/** Another program signs at this moment. */
export class KeyInUse extends KeyError {}

/** Makes a key and its file, which only its owner can read. Throws a KeyError where there is a file. */
export function makeLmsKey(path: string): LmsKey {
  const seed = randomBytes(SEED_BYTES);
  const identifier = randomBytes(IDENTIFIER_BYTES);
  try {
    writeNewFile(path, contentOf({ seed, identifier, next: 0 }), FOR_ITS_OWNER);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new KeyError(`${path} is there already: a key is never overwritten. Choose another name.`);
  }
  bringToDisk(dirname(path));
  return lmsKey(seed, identifier);
}

/** The key of a file. Throws a KeyError for what is none. */
export function readLmsKey(path: string): LmsKey {
  const { seed, identifier } = stateOf(path);
  return lmsKey(seed, identifier);
}

/**
 * Signs with the next leaf. `key` is what the file's `readLmsKey` or `makeLmsKey` has given. Throws a
 * KeyError when no leaf is left.
 */
export function signWithLms(path: string, key: LmsKey, message: Buffer): Buffer {
  return signWithLeaf(key, takeLeaf(path, key), randomBytes(RANDOMIZER_BYTES), message);
}

function takeLeaf(path: string, key: LmsKey): number {
  return asOnlySigner(path, () => {
    const { seed, identifier, next } = stateOf(path);
    if (!seed.equals(key.seed) || !identifier.equals(key.identifier))
      throw new KeyError(`${path} holds another key than before. Start again.`);
    if (next >= LEAVES)
      throw new KeyError(
        `${path} has signed ${LEAVES} times, as often as it can. Make a new key, and give it to the devices.`,
      );
    replaceFile(path, contentOf({ seed, identifier, next: next + 1 }), FOR_ITS_OWNER);
    bringToDisk(dirname(path));
    return next;
  });
}

/** Runs `work` while no other program changes the file. Throws a KeyInUse while one does. */
export function asOnlySigner<T>(path: string, work: () => T): T {
  const lock = path + LOCK;
  try {
    closeSync(openSync(lock, "wx", FOR_ITS_OWNER));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new KeyInUse(
      `Another program signs with ${path}, or replaces it. If none does any more, remove ${lock}.`,
    );
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

interface KeyState {
  seed: Buffer;
  identifier: Buffer;
  /** The leaf that signs next. */
  next: number;
}

function stateOf(path: string): KeyState {
  const [, seed = "", identifier = "", next] = FORM.exec(readFileSync(path, "utf8")) ?? [];
  if (next === undefined) throw new KeyError(`${path} is no key of LMS that this program has made.`);
  return { seed: Buffer.from(seed, "hex"), identifier: Buffer.from(identifier, "hex"), next: Number(next) };
}

function contentOf({ seed, identifier, next }: KeyState): string {
  return `kind=lms\nseed=${seed.toString("hex")}\nidentifier=${identifier.toString("hex")}\nnext=${next}\n`;
}

/** A file that was renamed is on the disk when its folder is. */
export function bringToDisk(folder: string): void {
  const open = openSync(folder, "r");
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}
