// The journal's files by `file`.
import type { JournalPort } from "../../../ports/journal.ts";
import { areaBytesOf, emptyFile, readFrom, setUp, writeTo } from "../journal.ts";

/** @cold */
function read(area: number, at: number, count: number): string {
  return readFrom(file.open, area, at, count);
}

/** @cold */
function write(area: number, at: number, bytes: string): boolean {
  return writeTo(file.open, area, at, bytes);
}

/** @cold */
function erase(area: number): boolean {
  return emptyFile(file.open, area);
}

export const JOURNAL: JournalPort = { setUp, areaBytes: areaBytesOf, read, write, erase };
