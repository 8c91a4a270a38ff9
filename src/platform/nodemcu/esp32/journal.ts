// The journal's files by `io`.
import type { JournalPort } from "../../../ports/journal.ts";
import { areaBytesOf, emptyFile, readFrom, setUp, writeTo } from "../journal.ts";

/** @cold */
function read(area: number, at: number, count: number): string {
  return readFrom(io.open, area, at, count);
}

/** @cold */
function write(area: number, at: number, bytes: string): boolean {
  return writeTo(io.open, area, at, bytes);
}

/** @cold */
function erase(area: number): boolean {
  return emptyFile(io.open, area);
}

export const JOURNAL: JournalPort = { setUp, areaBytes: areaBytesOf, read, write, erase };
