// A file that is there as a whole or not at all: written under another name, brought to the disk, and
// renamed.
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";

const FOR_ALL = 0o666;
const FOR_ITS_OWNER = 0o600;

/** The mark in the name of an unfinished file. */
export const UNFINISHED = ".new";

/** Writes a file that is not there yet; throws when it is. A text is written as UTF-8. */
export function writeNewFile(path: string, content: string | Uint8Array, mode = FOR_ALL): void {
  const file = openSync(path, "wx", mode);
  try {
    writeFileSync(file, content);
    // A network drive may say only here that it is full.
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Replaces a file. Throws as the computer does; then the old file stays. */
export function replaceFile(path: string, content: string | Uint8Array, mode = FOR_ALL): void {
  const own = `${path}.${randomBytes(4).toString("hex")}${UNFINISHED}`;
  try {
    writeNewFile(own, content, mode);
    renameSync(own, path);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
}

/**
 * Replaces a file with a byte string that holds a secret: only its owner can read it, whoever could read the
 * old one.
 */
export function replaceSecret(path: string, bytes: string): void {
  replaceFile(path, Buffer.from(bytes, "latin1"), FOR_ITS_OWNER);
}
