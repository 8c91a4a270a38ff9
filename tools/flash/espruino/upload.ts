// An image beside the installed one: its missing parts, a check on the board, its manifest, and only then the old one's end.
//
// What was there starts again after a cut at any byte: until the manifest is whole the loader finds the old one, and nothing
// that it names is touched before. On the board one question checks all parts and writes the manifest.

import { crc32, hex32 } from "../crc32.ts";
import type { FlashImage, UploadOptions, UploadReport } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { Asker } from "./ask.ts";
import { type Sender, sendFile, storeFile } from "./packets.ts";
import { HASH_DIGITS, type ScriptPart } from "./script-parts.ts";
import {
  eraseFiles,
  FILE_OVERHEAD,
  freeBytes,
  type Listed,
  listFiles,
  makeRoom,
  readFile,
} from "./storage.ts";
import {
  BOOT_FILE,
  hashesOf,
  imageParts,
  LOADER,
  MANIFESTS,
  type Manifest,
  newest,
  PART,
} from "./stored-image.ts";
import { textLiteral } from "./text-literal.ts";

/** Checking and writing: flash is slow. */
const COMMIT_MS = 15_000;
/** What else would start in place of the loader: a saved state, and boot code that also runs after reset(). */
const SHADOWS = [".bootrst", ".varimg"];

/** What the board has of the parts that are to be there. */
interface Stock {
  files: readonly Listed[];
  installed: Manifest | undefined;
  /** The slot that the installed image does not use. */
  freeSlot: string;
}

/**
 * Sends what the board lacks of an image and makes it the one that starts. No program may run. Rejects with a FlashError of
 * kind "no space", "refused", "no answer" or "lost".
 */
export async function install(
  sender: Sender,
  image: FlashImage,
  { inPlace = false, onProgress }: UploadOptions,
): Promise<UploadReport> {
  const { asker } = sender;
  const parts = distinct(imageParts(image));
  const stock = await take(asker);
  const missing = parts.filter((part) => !isThere(part, stock.files));
  const bytes = total(missing);
  const kept = total(parts) - bytes;
  if (missing.length === 0 && isInstalled(image, stock)) return { sent: 0, kept, files: [] };
  await findRoom(asker, image, parts, missing, stock, inPlace);
  await send(sender, missing, onProgress);
  const order = orderOf(image);
  const manifest: Manifest = {
    n: (stock.installed?.n ?? 0) + 1,
    f: image.firmware,
    b: image.board,
    p: order,
  };
  await commit(asker, stock.freeSlot, manifest);
  await installLoader(asker);
  await tidy(asker, stock.freeSlot);
  return { sent: bytes, kept, files: missing.map(({ hash }) => PART + hash) };
}

async function take(asker: Asker): Promise<Stock> {
  const files = await listFiles(asker);
  const texts: (string | undefined)[] = [];
  for (const name of MANIFESTS) {
    texts.push(files.some((file) => file.name === name) ? await readFile(asker, name) : undefined);
  }
  const installed = newest(texts);
  const used = texts.findIndex((text) => installed !== undefined && newest([text])?.n === installed.n);
  return { files, installed, freeSlot: used === 0 ? MANIFESTS[1] : MANIFESTS[0] };
}

/** A part that was cut has its name already, and not its checksum. */
function isThere({ hash, content }: ScriptPart, files: readonly Listed[]): boolean {
  return files.some(
    ({ name, length, crc }) => name === PART + hash && length === content.length && crc === crc32(content),
  );
}

function isInstalled(image: FlashImage, { files, installed }: Stock): boolean {
  const boot = files.find(({ name }) => name === BOOT_FILE);
  return (
    installed !== undefined &&
    installed.f === image.firmware &&
    installed.b === image.board &&
    installed.p === orderOf(image) &&
    boot?.crc === crc32(LOADER) &&
    !files.some(({ name }) => SHADOWS.includes(name))
  );
}

/** Makes room without touching the installed image; with `inPlace` also by removing it. */
async function findRoom(
  asker: Asker,
  image: FlashImage,
  parts: readonly ScriptPart[],
  missing: readonly ScriptPart[],
  { files, installed }: Stock,
  inPlace: boolean,
): Promise<void> {
  const manifestBytes = 100 + HASH_DIGITS * parts.length + FILE_OVERHEAD;
  const loaderBytes = LOADER.length + FILE_OVERHEAD;
  const needed = total(missing) + missing.length * FILE_OVERHEAD + manifestBytes + loaderBytes;
  const wanted = new Set(parts.map(({ hash }) => PART + hash));
  const running = new Set(installed === undefined ? [] : hashesOf(installed).map((hash) => PART + hash));
  const ours = files.filter(({ name }) => name.startsWith(PART));
  // A part that was cut would be in the way of itself.
  const cut = missing.map(({ hash }) => PART + hash).filter((name) => ours.some((one) => one.name === name));
  await eraseFiles(asker, cut);
  let free = await freeBytes(asker);
  if (free < needed) {
    await eraseFiles(
      asker,
      ours.map(({ name }) => name).filter((name) => !wanted.has(name) && !running.has(name)),
    );
    free = await freeBytes(asker);
  }
  if (free < needed && inPlace && installed !== undefined) {
    await eraseFiles(asker, [...MANIFESTS, ...[...running].filter((name) => !wanted.has(name))]);
    free = await freeBytes(asker);
  }
  if (free < needed) throw noSpace(image, needed, free, inPlace || installed === undefined);
  await makeRoom(asker, needed);
}

function noSpace(image: FlashImage, needed: number, free: number, isLast: boolean): FlashError {
  const cure = isLast
    ? 'Remove files of your own from the board, or all of them with "ringmote erase --everything", or take a board with more flash.'
    : "Say --in-place to write over the installed image; a cut then leaves the board without a program until the next upload.";
  return new FlashError(
    "no space",
    `The image of ${image.firmware} needs ${needed} more bytes of the board's storage, and ${free} are free. ${cure}`,
  );
}

async function send(
  sender: Sender,
  missing: readonly ScriptPart[],
  onProgress: UploadOptions["onProgress"],
): Promise<void> {
  const all = total(missing);
  let done = 0;
  onProgress?.(0, all);
  const sent = (bytes: number): void => {
    // What is sent again does not count again.
    done = Math.min(done + bytes, all);
    onProgress?.(done, all);
  };
  let guarded = sender.line.timers.now();
  const each = async (
    parts: readonly ScriptPart[],
    act: (part: ScriptPart) => Promise<void>,
  ): Promise<void> => {
    for (const part of parts) {
      if (sender.line.timers.now() - guarded > GUARD_MS / 4) {
        await keepGuard(sender.asker);
        guarded = sender.line.timers.now();
      }
      await act(part);
    }
  };
  await each(missing, ({ hash, content }) => sendFile({ ...sender, sent }, PART + hash, content));
  if (missing.length === 0) return;
  const files = await listFiles(sender.asker);
  const damaged = missing.filter((part) => !isThere(part, files));
  await each(damaged, async ({ hash, content }) => {
    await eraseFiles(sender.asker, [PART + hash]);
    if (!(await storeFile(sender, PART + hash, content)))
      throw new FlashError(
        "refused",
        "The board stored something else than it was sent, each time: use a shorter cable, another USB port or another power supply. Its old program is untouched.",
      );
  });
}

/** When nobody asks any more the board starts its program by itself: the computer went to sleep, or the cable came out. */
const GUARD_MS = 60_000;

/** Sets that guard anew. No program may run. */
export async function keepGuard(asker: Asker): Promise<void> {
  await asker.ask(`(global.$g&&clearTimeout(global.$g),global.$g=setTimeout(load,${GUARD_MS}),1)`);
}

/** The board looks at every part, and writes the manifest when each is whole. */
async function commit(asker: Asker, slot: string, manifest: Manifest): Promise<void> {
  const text = JSON.stringify(manifest);
  const isDone = await asker.ask<boolean>(
    `(function(s,t){var i,h,d,p=JSON.parse(t).p;for(i=0;i<p.length;i+=${HASH_DIGITS}){h=p.substr(i,${HASH_DIGITS});` +
      `d=s.read("${PART}"+h);if(d===undefined||E.CRC32(d)!=parseInt(h.substr(0,8),16))return false}` +
      `return s.write("${slot}",t)&&s.read("${slot}")==t})(require("Storage"),${textLiteral(text)})`,
    { answerMs: COMMIT_MS },
  );
  if (!isDone)
    throw new FlashError(
      "refused",
      `The board found its new program damaged (manifest ${hex32(crc32(text))}) and keeps the old one: repeat the upload.`,
    );
}

/** Written in one step, and only when it is not there. What would start in its place goes afterwards. */
async function installLoader(asker: Asker): Promise<void> {
  const isDone = await asker.ask<boolean>(
    `(function(s,t){return s.read("${BOOT_FILE}")==t||s.write("${BOOT_FILE}",t)&&s.read("${BOOT_FILE}")==t})` +
      `(require("Storage"),${textLiteral(LOADER)})`,
    { answerMs: COMMIT_MS },
  );
  if (!isDone) throw new FlashError("refused", "The board did not take the boot code: repeat the upload.");
  await eraseFiles(asker, SHADOWS);
}

/** The old manifest first: it is not to name what is gone. */
async function tidy(asker: Asker, slot: string): Promise<void> {
  await asker.ask(
    `(function(s){var p=s.readJSON("${slot}").p;s.erase("${MANIFESTS.find((name) => name !== slot)}");` +
      `s.list().forEach(function(n){if(n.substr(0,${PART.length})=="${PART}"&&p.indexOf(n.substr(${PART.length}))<0)s.erase(n)})})` +
      `(require("Storage"))`,
    { answerMs: COMMIT_MS },
  );
}

/** The hashes of the image's parts, as its manifest has them. */
function orderOf(image: FlashImage): string {
  return imageParts(image)
    .map(({ hash }) => hash)
    .join("");
}

/** Two equal parts are one file. */
function distinct(parts: readonly ScriptPart[]): ScriptPart[] {
  return [...new Map(parts.map((part) => [part.hash, part])).values()];
}

function total(parts: readonly ScriptPart[]): number {
  return parts.reduce((sum, { content }) => sum + content.length, 0);
}
