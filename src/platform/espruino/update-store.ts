// The parts of images as files of Storage, beside those that run. Storage only appends (Espruino 2v29,
// src/jsflash.c): a file is made at its whole length with its first bytes and filled behind them (:1080),
// what is deleted keeps its room until all is compacted (:283), and that moves all files by way of memory
// (:488), so that power which goes meanwhile takes them. It begins by itself where a new file finds no room
// (:756). So what counts as free is what no file has had yet (:398), and no update asks for more.
import type { UpdateStore } from "../../ports/update-store.ts";
import { sha256OfFlash } from "./hash.ts";

/** "rm-0123456789ab" (tools/flash/espruino/stored-image.ts). */
const PREFIX = "rm-";
const NAME_BYTES = 15;
const HEX = "0123456789abcdef";
/** What flash has where nothing was written. Parts are text and have none of it: it would shorten them. */
const ERASED = "\xff";
const HEADER_BYTES = 36;
/**
 * For the records of the update and of others, which must not find Storage full
 * (tools/targets/espruino/facts.ts keeps twice that).
 */
const RESERVE = 4096;

function isPart(name: string): boolean {
  if (name.length !== NAME_BYTES || name.substring(0, PREFIX.length) !== PREFIX) return false;
  for (let i = PREFIX.length; i < NAME_BYTES; i++) {
    if (HEX.indexOf(name.substring(i, i + 1)) < 0) return false;
  }
  return true;
}

function parts(): string[] {
  const names: string[] = [];
  for (const name of require("Storage").list()) {
    if (isPart(name)) names.push(name);
  }
  return names;
}

function lengthOf(name: string): number {
  const bytes = require("Storage").read(name);
  if (bytes === undefined) return 0;
  const end = bytes.indexOf(ERASED);
  return end < 0 ? bytes.length : end;
}

/** The file is read where it lies: on a chip its text is the flash itself (jsflash.c:1059). */
function digestOf(name: string): string {
  const bytes = require("Storage").read(name);
  return bytes === undefined ? "" : sha256OfFlash(bytes);
}

function append(name: string, at: number, bytes: string, all: number): boolean {
  try {
    return bytes.indexOf(ERASED) < 0 && require("Storage").write(name, bytes, at, all);
  } catch {
    return false;
  }
}

function remove(name: string): void {
  require("Storage").erase(name);
}

function freeBytes(): number {
  return Math.max(0, require("Storage").getFree() - RESERVE);
}

function costOf(bytes: number): number {
  return bytes + HEADER_BYTES;
}

export const UPDATE_STORE: UpdateStore = {
  isPart,
  parts,
  lengthOf,
  digestOf,
  append,
  remove,
  freeBytes,
  costOf,
};
