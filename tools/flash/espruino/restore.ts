// Makes Espruino's Storage hold these files and no other. Parts of images, which are named by their content,
// are sent as they are; every other file that differs is sent beside the one that it replaces. Then one
// question to the board puts all of them in their places: cut before, the old content starts, and after, the
// new one.

import { crc32 } from "../../files/crc32.ts";
import type { StoredFile, UploadOptions } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { Asker } from "./ask.ts";
import { eraseStaged } from "./staged-parts.ts";
import { eraseFiles, FILE_OVERHEAD, listFiles, makeRoom, roomIn } from "./storage.ts";
import { isUnfinished, LOADER, MANIFESTS, PART, SENT } from "./stored-image.ts";

/** Flash is slow, and one of these files may be a large program of others. */
const SWAP_MS = 60_000;
/** Bytes that the board copies at a time: the smallest one has a stack of a few kilobytes. */
const COPIED_BYTES = 256;

/**
 * No program may run. `store` sends a file and checks it. Rejects with a FlashError, of kind "no space"
 * before anything has changed but staged parts.
 */
export async function restoreFiles(
  asker: Asker,
  files: readonly StoredFile[],
  store: (file: StoredFile) => Promise<void>,
  { inPlace = false, onProgress }: UploadOptions = {},
): Promise<void> {
  const here = await eraseStaged(asker, await listFiles(asker));
  // Files that an earlier restore has sent, and did not come to swap.
  const left = here.map(({ name }) => name).filter(isUnfinished);
  await eraseFiles(asker, left);
  const missing = files.filter((file) => file.content !== "" && !isHere(file, here));
  const parts = missing.filter(({ name }) => name.startsWith(PART));
  const placed = missing
    .filter(({ name }) => !name.startsWith(PART))
    .sort((a, b) => startRank(a.name) - startRank(b.name));
  const wanted = new Set(files.map(({ name }) => name));
  const unwanted = here.map(({ name }) => name).filter((name) => !wanted.has(name) && !left.includes(name));

  const needed = room(parts) + 2 * room(placed);
  const free = await roomIn(asker);
  // A part that was cut would be in the way of itself.
  const cut = parts.map(({ name }) => name).filter((name) => here.some((file) => file.name === name));
  if (needed > free) {
    if (!inPlace) throw noSpace(needed, free);
    await eraseLastStartedFirst(asker, [...unwanted, ...placed.map(({ name }) => name)]);
  }
  await eraseFiles(asker, cut);
  if (missing.length > 0) await makeRoom(asker, needed);

  const send = withProgress(store, room(missing), onProgress);
  for (const file of parts) await send(file);
  for (const [number, { content }] of placed.entries()) await send({ name: `${SENT}${number}`, content });
  const isOfAPart = (name: string) => name.startsWith(PART);
  await swap(
    asker,
    placed.map(({ name }) => name),
    unwanted.filter((name) => !isOfAPart(name)),
  );
  await eraseFiles(asker, unwanted.filter(isOfAPart));
}

/** The loader is sent in any case: another file may have its length and its checksum. */
function isHere({ name, content }: StoredFile, here: Awaited<ReturnType<typeof listFiles>>): boolean {
  return (
    content !== LOADER &&
    here.some((file) => file.name === name && file.length === content.length && file.crc === crc32(content))
  );
}

/** Manifests and boot code first: half a restore does not start. */
async function eraseLastStartedFirst(asker: Asker, old: readonly string[]): Promise<void> {
  await eraseFiles(
    asker,
    [...MANIFESTS, ...old].sort((a, b) => startRank(b) - startRank(a)),
  );
}

/** Stores files, and says after each how many bytes of all have gone. */
function withProgress(
  store: (file: StoredFile) => Promise<void>,
  all: number,
  onProgress: UploadOptions["onProgress"],
): (file: StoredFile) => Promise<void> {
  let done = 0;
  return async (file) => {
    await store(file);
    done += room([file]);
    onProgress?.(done, all);
  };
}

/** It may run twice: a file that has its place already is not there to be moved. */
async function swap(asker: Asker, placed: readonly string[], removed: readonly string[]): Promise<void> {
  const isDone = await asker.ask<boolean>(
    `(function(s,a,r){r.forEach(function(n){s.erase(n)});a.forEach(function(n,i){var j,f="${SENT}"+i,d=s.read(f);` +
      `if(d===undefined)return;s.erase(n);for(j=0;j<d.length;j+=${COPIED_BYTES})s.write(n,d.substr(j,${COPIED_BYTES}),j,d.length);` +
      `if(E.CRC32(s.read(n))==E.CRC32(d))s.erase(f)});return !a.some(function(n,i){return s.read("${SENT}"+i)!==undefined})` +
      `})(require("Storage"),${JSON.stringify(placed)},${JSON.stringify(removed)})`,
    { answerMs: SWAP_MS },
  );
  if (!isDone)
    throw new FlashError(
      "refused",
      "The board stored something else than it was sent: repeat the restore, with another power supply when this comes again.",
    );
}

/** The file that starts a program is written last and removed first. */
function startRank(name: string): number {
  if (name.startsWith(".boot")) return 2;
  return (MANIFESTS as readonly string[]).includes(name) ? 1 : 0;
}

function room(files: readonly StoredFile[]): number {
  return files.reduce((sum, { content }) => sum + content.length + FILE_OVERHEAD, 0);
}

function noSpace(needed: number, free: number): FlashError {
  return new FlashError(
    "no space",
    `The backup needs ${needed} bytes beside what is on the board, and ${free} are free. With --in-place it takes the place of that; a cut in the middle then leaves the board without a program until the next restore.`,
  );
}
