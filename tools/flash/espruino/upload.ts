// An image beside the installed one: its missing parts, a check on the board, its manifest, and only then the
// old one's end.
//
// What was there starts again after a cut at any byte: until the manifest is whole the loader finds the old
// one, and nothing that it names is touched before. On the board one question checks all parts and writes the
// manifest.

import { crc32, hex32 } from "../../files/crc32.ts";
import { textLiteral } from "../../targets/espruino/text-literal.ts";
import type { FlashImage, UploadOptions, UploadReport } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { Asker } from "./ask.ts";
import {
  asRemoved,
  RESET_CODE,
  removeRunningBefore,
  roomOfBootFiles,
  runningBefore,
  SAVED_STATE,
  shadowsOf,
} from "./boot-files.ts";
import type { Sender } from "./packets.ts";
import { HASH_DIGITS, type ScriptPart } from "./script-parts.ts";
import { bytesOf, isThere, sendDamagedAgain, sendParts } from "./send-parts.ts";
import { roomForDoors, shutDoors } from "./shut-doors.ts";
import { eraseStaged } from "./staged-parts.ts";
import {
  eraseFiles,
  FILE_OVERHEAD,
  hasText,
  type Listed,
  listFiles,
  makeRoom,
  roomIn,
  writeAtOnce,
} from "./storage.ts";
import {
  BOOT_FILE,
  hashesOf,
  imageParts,
  isPart,
  isUnfinished,
  LOADER,
  MANIFESTS,
  type Manifest,
  newest,
  PART,
  UPDATE_LOADER,
  updateParts,
} from "./stored-image.ts";
import { filesToSwitch, readSlots, SLOTS, type SlotFiles, slotManifests, slotOf } from "./update-slots.ts";

/** Checking and writing: flash is slow. */
const COMMIT_MS = 15_000;

/** The needed parts that the board has. */
interface Stock {
  files: readonly Listed[];
  installed: Manifest | undefined;
  hasLoader: boolean;
  /** Of a device that takes updates over the air. */
  slots: SlotFiles;
  /** The slot that the installed image does not use. */
  freeSlot: string;
}

/**
 * Sends the missing parts of an image and makes it the one that starts. No program may run. `reset` restarts
 * the interpreter without one. Rejects with a FlashError of kind "no space", "refused", "no answer" or
 * "lost".
 */
export async function uploadImage(
  sender: Sender,
  image: FlashImage,
  { inPlace = false, keepBootFiles = false, onProgress }: UploadOptions,
  reset: () => Promise<void>,
): Promise<UploadReport> {
  const { asker } = sender;
  const { manifest: ofUpdates } = image;
  const loader = ofUpdates === undefined ? LOADER : UPDATE_LOADER;
  const parts = distinct(ofUpdates === undefined ? imageParts(image) : updateParts(image));
  const stock = await take(asker, loader);
  await eraseFiles(asker, stock.files.map(({ name }) => name).filter(isUnfinished));
  const missing = parts.filter((part) => !isThere(part, stock.files));
  const bytes = bytesOf(missing);
  const kept = bytesOf(parts) - bytes;
  const isThereAlready = missing.length === 0 && isInstalled(image, stock);
  const before = keepBootFiles ? [] : runningBefore(stock.files);
  const needed = isThereAlready
    ? 0
    : await findRoom(asker, image, parts, missing, stock, roomOfBootFiles(before), inPlace);
  await removeRunningBefore(asker, before, reset);
  if (needed > 0) await makeRoom(asker, needed);
  await shutDoors(asker, reset);
  const removed = asRemoved([...before, ...shadowsOf(stock.files)]);
  if (isThereAlready) return { sent: 0, kept, files: [], ...removed };
  await sendParts(sender, missing, onProgress);
  await makeInstalled(sender, image, parts, missing, stock);
  if (!stock.hasLoader || shadowsOf(stock.files).length > 0) await installLoader(asker, loader);
  await tidy(asker, stock, parts, ofUpdates !== undefined);
  return { sent: bytes, kept, files: missing.map(({ hash }) => PART + hash), ...removed };
}

/** One write that counts; parts that came to the flash damaged are sent once more. */
async function makeInstalled(
  sender: Sender,
  image: FlashImage,
  parts: readonly ScriptPart[],
  missing: readonly ScriptPart[],
  stock: Stock,
): Promise<void> {
  const { manifest: ofUpdates } = image;
  const manifest: Manifest = {
    n: (stock.installed?.n ?? 0) + 1,
    f: image.firmware,
    b: image.board,
    p: orderOf(image),
  };
  const finish = () =>
    ofUpdates === undefined
      ? commit(sender.asker, stock.freeSlot, manifest)
      : commitUpdates(sender.asker, stock.slots, parts, ofUpdates);
  if (await finish()) return;
  await sendDamagedAgain(sender, missing);
  if (!(await finish())) throw damaged(manifest);
}

async function take(asker: Asker, loader: string): Promise<Stock> {
  const files = await eraseStaged(asker, await listFiles(asker));
  const texts = await readManifests(asker);
  const installed = newest(texts);
  const used = texts.findIndex((text) => installed !== undefined && newest([text])?.n === installed.n);
  const hasLoader = await hasText(asker, BOOT_FILE, loader);
  const slots = await readSlots(
    asker,
    files.map(({ name }) => name),
  );
  return { files, installed, hasLoader, slots, freeSlot: used === 0 ? MANIFESTS[1] : MANIFESTS[0] };
}

/** The texts of both manifests; null where there is none. */
function readManifests(asker: Asker): Promise<(string | null)[]> {
  return asker.ask(
    `(function(s){return ${JSON.stringify(MANIFESTS)}.map(function(n){return s.read(n)})})(require("Storage"))`,
  );
}

function isInstalled(image: FlashImage, { files, installed, hasLoader, slots }: Stock): boolean {
  if (image.manifest !== undefined)
    return hasLoader && shadowsOf(files).length === 0 && slots.get(slotOf(slots)) === image.manifest;
  return (
    installed !== undefined &&
    installed.f === image.firmware &&
    installed.b === image.board &&
    installed.p === orderOf(image) &&
    hasLoader &&
    shadowsOf(files).length === 0
  );
}

/**
 * Makes room without touching the installed image; with `inPlace` also by removing it. Returns the number of
 * bytes that are needed: they are free, or will be when `extra` more are.
 */
async function findRoom(
  asker: Asker,
  image: FlashImage,
  parts: readonly ScriptPart[],
  missing: readonly ScriptPart[],
  { files, installed, slots }: Stock,
  extra: number,
  inPlace: boolean,
): Promise<number> {
  const manifestBytes = (image.manifest?.length ?? 100 + HASH_DIGITS * parts.length) + FILE_OVERHEAD;
  const loaderBytes = (image.manifest === undefined ? LOADER : UPDATE_LOADER).length + FILE_OVERHEAD;
  const partBytes = bytesOf(missing) + missing.length * FILE_OVERHEAD;
  const needed = partBytes + manifestBytes + loaderBytes + roomForDoors(files);
  const wanted = new Set(parts.map(({ hash }) => PART + hash));
  const running = new Set([
    ...(installed === undefined ? [] : hashesOf(installed).map((hash) => PART + hash)),
    ...slotManifests(slots).flatMap((manifest) => manifest.parts.map(({ name }) => name)),
  ]);
  const ours = files.filter(({ name }) => isPart(name));
  // A part that was cut would be in the way of itself.
  const cut = missing
    .map(({ hash }) => PART + hash)
    .filter((name) => ours.some((file) => file.name === name));
  await eraseFiles(asker, cut);
  const free = async () => (await roomIn(asker)) + extra;
  let room = await free();
  if (room < needed) {
    await eraseFiles(
      asker,
      ours.map(({ name }) => name).filter((name) => !wanted.has(name) && !running.has(name)),
    );
    room = await free();
  }
  if (room < needed && inPlace && running.size > 0) {
    await eraseFiles(asker, [...MANIFESTS, ...SLOTS, ...[...running].filter((name) => !wanted.has(name))]);
    room = await free();
  }
  if (room < needed) throw noSpace(image, needed, room, inPlace || running.size === 0);
  return needed;
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

/** The board checks every part, and writes the manifest if each is whole. Returns whether it did. */
function commit(asker: Asker, slot: string, manifest: Manifest): Promise<boolean> {
  const text = JSON.stringify(manifest);
  return asker.ask<boolean>(
    `(function(s,t){var i,h,d,p=JSON.parse(t).p;for(i=0;i<p.length;i+=${HASH_DIGITS}){h=p.substr(i,${HASH_DIGITS});` +
      `d=s.read("${PART}"+h);if(d===undefined||E.CRC32(d)!=parseInt(h.substr(0,8),16))return false}` +
      `return s.write("${slot}",t)&&s.read("${slot}")==t})(require("Storage"),${textLiteral(text)})`,
    { answerMs: COMMIT_MS },
  );
}

/** The board checks every part, and only then the image's files are written, of which the last one makes it start. */
async function commitUpdates(
  asker: Asker,
  slots: SlotFiles,
  parts: readonly ScriptPart[],
  manifest: string,
): Promise<boolean> {
  const hashes = parts.map(({ hash }) => hash).join("");
  const areWhole = await asker.ask<boolean>(
    `(function(s,p){var i,h,d;for(i=0;i<p.length;i+=${HASH_DIGITS}){h=p.substr(i,${HASH_DIGITS});d=s.read("${PART}"+h);` +
      `if(d===undefined||E.CRC32(d)!=parseInt(h.substr(0,8),16))return false}return true})(require("Storage"),"${hashes}")`,
    { answerMs: COMMIT_MS },
  );
  if (!areWhole) return false;
  for (const { name, content } of filesToSwitch(slots, manifest)) await writeAtOnce(asker, name, content);
  return true;
}

function damaged(manifest: Manifest): FlashError {
  return new FlashError(
    "refused",
    `The board found its new program damaged (manifest ${hex32(crc32(JSON.stringify(manifest)))}) and keeps the old one: repeat the upload.`,
  );
}

/**
 * Written only when it is missing. The same step removes files that would start beside it, and after it those
 * that would start in its place: until then they do.
 */
async function installLoader(asker: Asker, loader: string): Promise<void> {
  const isDone = await asker.ask<boolean>(
    `(function(s,t){s.erase("${SAVED_STATE}");if(s.read("${BOOT_FILE}")!=t)s.write("${BOOT_FILE}",t);` +
      `if(s.read("${BOOT_FILE}")!=t)return false;s.erase("${RESET_CODE}");return true})` +
      `(require("Storage"),${textLiteral(loader)})`,
    { answerMs: COMMIT_MS },
  );
  if (!isDone) throw new FlashError("refused", "The board did not take the boot code: repeat the upload.");
}

/** The old manifest first: it must not name parts that are gone. */
async function tidy(
  asker: Asker,
  { files, slots, freeSlot }: Stock,
  parts: readonly ScriptPart[],
  takesUpdates: boolean,
): Promise<void> {
  const wanted = new Set(parts.map(({ hash }) => PART + hash));
  const there = new Set(files.map(({ name }) => name));
  const old = [...there].filter((name) => isPart(name) && !wanted.has(name));
  const manifests = takesUpdates
    ? [slotOf(slots), ...MANIFESTS].filter((name) => there.has(name))
    : [
        MANIFESTS.find((name) => name !== freeSlot) ?? MANIFESTS[0],
        // The counter of the newest update stays: a later image that takes updates goes on from it.
        ...SLOTS.filter((name) => there.has(name)),
      ];
  await eraseFiles(asker, [...manifests, ...old]);
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
