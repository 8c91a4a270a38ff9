// A board's Storage by questions: what is there, how much room, reading and removing files.

import { crc32 } from "../../files/crc32.ts";
import { textLiteral } from "../../targets/espruino/text-literal.ts";
import type { StoredFile } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { Asker } from "./ask.ts";

/** A read piece comes as JSON, in which a byte is up to six characters. */
const PIECE_BYTES = 256;
/** Erasing pages takes 50 to 100 ms each, and there may be 200 of them. */
const COMPACT_MS = 60_000;
/** Names in one answer. */
const NAMES = 16;

/** Bytes that Storage adds to each file: a header, and up to three bytes so that the next begins evenly. */
export const FILE_OVERHEAD = 36;

export interface Listed {
  name: string;
  length: number;
  crc: number;
}

/** Every file with its length and its CRC-32, as the board computes them. */
export async function listFiles(asker: Asker): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (let from = 0; ; from += NAMES) {
    const some = await asker.ask<[string, number, number][]>(
      `(function(s){return s.list().slice(${from},${from + NAMES}).map(function(n){var d=s.read(n);` +
        `return [n,d?d.length:0,d?E.CRC32(d):0]})})(require("Storage"))`,
    );
    for (const [name, length, crc] of some) listed.push({ name, length, crc });
    if (some.length < NAMES) return listed;
  }
}

/** The bytes of a file, or undefined when there is none. */
export async function readFile(asker: Asker, name: string): Promise<string | undefined> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const [length, sum] = await asker.ask<[number, number]>(
      `(function(d){return d===undefined?[-1,0]:[d.length,E.CRC32(d)]})(require("Storage").read(${textLiteral(name)}))`,
    );
    if (length < 0) return undefined;
    let content = "";
    while (content.length < length) {
      content += await asker.ask<string>(
        `require("Storage").read(${textLiteral(name)},${content.length},${PIECE_BYTES})`,
      );
    }
    // A running program may have written it anew.
    if (crc32(content) === sum) return content;
  }
  throw new FlashError("refused", `The file ${name} of the board changes while it is read; try again.`);
}

/** The files whose name is wanted. */
export async function readThose(asker: Asker, isWanted: (name: string) => boolean): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const { name } of await listFiles(asker)) {
    const content = isWanted(name) ? await readFile(asker, name) : undefined;
    if (content !== undefined) files.push({ name, content });
  }
  return files;
}

/**
 * Is this the text of a short file? The board compares them: anybody at its console can give another text the
 * checksum and the length of this one.
 */
export function hasText(asker: Asker, name: string, content: string): Promise<boolean> {
  return asker.ask(`require("Storage").read(${textLiteral(name)})==${textLiteral(content)}`);
}

/**
 * Writes a short file in one step: a line that is cut leaves the old one. Throws a FlashError of kind
 * "refused" when the board does not have it afterwards.
 */
export async function writeAtOnce(asker: Asker, name: string, content: string): Promise<void> {
  await makeRoom(asker, content.length + FILE_OVERHEAD);
  const isDone = await asker.ask<boolean>(
    `(function(s,n,t){return s.read(n)==t||s.write(n,t)&&s.read(n)==t})` +
      `(require("Storage"),${textLiteral(name)},${textLiteral(content)})`,
  );
  if (!isDone)
    throw new FlashError(
      "refused",
      `The board did not store ${name}: repeat the command, and make room with "ringmote erase" when this comes again.`,
    );
}

/** Removes files, in this order. One that is not there is no error. */
export async function eraseFiles(asker: Asker, names: readonly string[]): Promise<void> {
  for (const name of names) await asker.ask(`require("Storage").erase(${textLiteral(name)})`);
}

/** Bytes that no file takes, with those of deleted files. */
export function roomIn(asker: Asker): Promise<number> {
  return asker.ask<number>(
    `(function(s){var t;if(!s.getStats)return s.getFree();t=s.getStats();return t.totalBytes-t.fileBytes})(require("Storage"))`,
  );
}

/**
 * Gives back what deleted files take when there are fewer than `bytes` behind the last one. No program may
 * run.
 */
export async function makeRoom(asker: Asker, bytes: number): Promise<void> {
  await asker.ask(`(function(s){if(s.getFree()<${bytes})s.compact()})(require("Storage"))`, {
    answerMs: COMPACT_MS,
    attempts: 2,
  });
}
