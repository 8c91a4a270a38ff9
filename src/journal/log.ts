// The place of the journal's next record. Each write is read back: flash that is worn out
// accepts writes without a word.
import type { JournalAreas } from "../ports/journal.ts";

/**
 * After so many failed attempts to go to the other area, one behind the other, nothing is written any more
 * until the next start.
 */
const MOST_FAILURES = 3;

export interface Log {
  areas: JournalAreas;
  area: number;
  /** That of the records in this area: 0 to 255, each time one more than in the other one. */
  generation: number;
  /** Where nothing is written yet; at or behind the area's end: nothing goes into it any more. */
  end: number;
  failures: number;
}

export function logAt(areas: JournalAreas, area: number, generation: number, end: number): Log {
  return { areas, area, generation, end, failures: 0 };
}

/** Appends to its area. False: the flash did not take it, and takes nothing more there. @cold */
export function append(log: Log, bytes: string): boolean {
  const { areas, area, end } = log;
  // What was begun is not written over, whatever comes in between.
  close(log);
  if (!writeAndRead(areas, area, end, bytes)) return false;
  log.end = end + bytes.length;
  return true;
}

/** @cold */
export function writeAndRead(areas: JournalAreas, area: number, at: number, bytes: string): boolean {
  return areas.write(area, at, bytes) && areas.read(area, at, bytes.length) === bytes;
}

/** Nothing goes into its area any more. @cold */
export function close(log: Log): void {
  log.end = log.areas.areaBytes();
}

/** From now on it goes on in the other area. @cold */
export function enterOther(log: Log, generation: number, end: number): void {
  log.area = 1 - log.area;
  log.generation = generation;
  log.end = end;
  log.failures = 0;
}

/** Counts a failure to go there. */
export function failed(log: Log): void {
  log.failures += 1;
}

export function isBroken(log: Log): boolean {
  return log.failures >= MOST_FAILURES;
}
