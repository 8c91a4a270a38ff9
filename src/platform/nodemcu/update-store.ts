// The parts of images as files beside each other: sources, and images of the LFS, named by their content. The
// loader may have compiled a source, which then lies beside it (tools/targets/nodemcu/lua/update-choice.ts).
import type { UpdateStore } from "../../ports/update-store.ts";

type OpenFile = (this: void, name: string, mode: "r" | "w" | "a") => FileHandle | undefined;

/** "mqtt-1a2b3c4d.lua". */
const ENDING = ".lua";
const COMPILED = ".lc";
const HEX = "0123456789abcdef";
const HEX_DIGITS = 8;
/** "ov1x2y312.lua": functions that are read when they are called. Those of a set-up have its prefix. */
const OVERLAY = "ov";
const OVERLAY_DIGITS = 5;
/** "lfs-1a2b3c4d5e6f.img": all code of a device that runs from the LFS (tools/targets/nodemcu/lfs). */
const LFS = "lfs-";
const LFS_DIGITS = 12;
const LFS_ENDING = ".img";
const SET_UP = "set-up-";
const CHOICE = "choice-";
/** SPIFFS has no longer name. */
const MOST_NAME = 31;
const CHUNK_BYTES = 512;
/**
 * What SPIFFS takes for a file besides its own bytes, and needs free to move its pages
 * (tools/flash/nodemcu/transfer.ts).
 */
const FILE_OVERHEAD = 512;
const RESERVE = 8192;

let openFile: OpenFile;
let copies = 1;

/** `isCompiling`: on this chip the loader compiles what has come. */
export function updateStore(open: OpenFile, isCompiling: boolean): UpdateStore {
  openFile = open;
  copies = isCompiling ? 2 : 1;
  return { isPart, parts, lengthOf, digestOf, append, remove, freeBytes, costOf };
}

/** @cold */
function isPart(name: string): boolean {
  if (isLfsImage(name)) return true;
  const end = name.length - ENDING.length;
  if (name.length > MOST_NAME || end < 1 || name.substring(end) !== ENDING) return false;
  return isModule(name, end) || isOverlay(name, end);
}

/** @cold */
function isLfsImage(name: string): boolean {
  const end = LFS.length + LFS_DIGITS;
  return (
    name.substring(0, LFS.length) === LFS &&
    name.substring(end) === LFS_ENDING &&
    isHex(name, LFS.length, end)
  );
}

/** @cold */
function isModule(name: string, end: number): boolean {
  const from = end - HEX_DIGITS;
  return from >= 2 && name.substring(from - 1, from) === "-" && isHex(name, from, end);
}

/** @cold */
function isHex(name: string, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    if (HEX.indexOf(name.substring(i, i + 1)) < 0) return false;
  }
  return true;
}

/** @cold */
function isOverlay(name: string, end: number): boolean {
  let from = 0;
  if (name.indexOf(SET_UP) === 0) from = SET_UP.length;
  else if (name.indexOf(CHOICE) === 0) from = CHOICE.length;
  if (name.substring(from, from + OVERLAY.length) !== OVERLAY) return false;
  const number = from + OVERLAY.length + OVERLAY_DIGITS;
  if (number >= end) return false;
  for (let i = from + OVERLAY.length; i < end; i++) {
    const code = name.charCodeAt(i);
    const isDigit = code >= 48 && code <= 57;
    if (!isDigit && (i >= number || code < 97 || code > 122)) return false;
  }
  return true;
}

/** @cold */
function parts(): string[] {
  const names: string[] = [];
  const sizes = file.list();
  let last: string | undefined;
  do {
    const [name] = next(sizes, last);
    if (name !== undefined && isPart(name)) names.push(name);
    last = name;
  } while (last !== undefined);
  return names;
}

/** @cold */
function lengthOf(name: string): number {
  const from = openFile(name, "r");
  if (from === undefined) return 0;
  const bytes = from.seek("end", 0) ?? 0;
  from.close();
  return bytes;
}

/** @cold */
function digestOf(name: string): string {
  const from = openFile(name, "r");
  if (from === undefined) return "";
  const [isDone, digest] = pcall(digestOfAll, from);
  from.close();
  return isDone ? digest : "";
}

/** @cold */
function digestOfAll(this: void, from: FileHandle): string {
  const hash = crypto.new_hash("SHA256");
  for (let bytes = from.read(CHUNK_BYTES); bytes !== undefined; bytes = from.read(CHUNK_BYTES))
    hash.update(bytes);
  return hash.finalize();
}

/** @cold */
function append(name: string, at: number, bytes: string): boolean {
  const to = openFile(name, at === 0 ? "w" : "a");
  if (to === undefined) return false;
  // Something else has written it, or a write was cut.
  const isAtEnd = at === 0 || to.seek("end", 0) === at;
  const isWritten = isAtEnd && to.write(bytes) !== undefined;
  to.close();
  return isWritten;
}

/** What was compiled of it goes first: nothing would name it. @cold */
function remove(name: string): void {
  file.remove(name.substring(0, name.length - ENDING.length) + COMPILED);
  file.remove(name);
}

/** @cold */
function freeBytes(): number {
  const [free] = file.fsinfo();
  return Math.max(0, free - RESERVE);
}

/** @cold */
function costOf(bytes: number, name: string): number {
  return (isLfsImage(name) ? 1 : copies) * (bytes + FILE_OVERHEAD);
}
