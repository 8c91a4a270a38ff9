// Counters of the sealed commands that a device has taken: the highest, and in the storage a ceiling above it, so that
// flash is written once in many commands.
import { wholeNumber } from "../bytes/whole-number.ts";
import type { Storage } from "../ports/storage.ts";

/** The record: the ceiling, in digits, and a line feed: where that is missing, the record is not whole. */
export const CEILING_RECORD = "sealed";
/** The ceiling is written so far above the counter that has reached it. */
export const CEILING_STEP = 64;
/** The highest counter. */
export const MOST_COUNTER = 999999999;

export interface TakenCounters {
  storage: Storage;
  /** Nothing up to this is taken any more. */
  highest: number;
  /** All that was ever taken is below this, and the storage says so. */
  ceiling: number;
}

/**
 * As the storage has them: below its ceiling each may have been taken. A record that is no counter lets none be taken:
 * the last one of all is written as such. @cold
 */
export function readTaken(storage: Storage): TakenCounters {
  const record = storage.readRecord(CEILING_RECORD);
  const ceiling = record === undefined ? 1 : (ceilingIn(record) ?? MOST_COUNTER + 1);
  return { storage, highest: ceiling - 1, ceiling };
}

/**
 * Writes the first record, where there is none. A power cut in that leaves what is no counter: it is to come at the
 * first start, beside its owner, and not with the first command. @cold
 */
export function keepFirst(storage: Storage): void {
  if (storage.readRecord(CEILING_RECORD) === undefined) storage.writeRecord(CEILING_RECORD, "1\n");
}

/** @cold */
function ceilingIn(record: string): number | undefined {
  const end = record.length - 1;
  return record.substring(end) === "\n" ? wholeNumber(record.substring(0, end)) : undefined;
}

/** The lowest one that is taken from now on. @cold */
export function lowestTaken({ highest }: TakenCounters): number {
  return highest + 1;
}

/**
 * The counter is taken. One that reaches the ceiling lifts it first: power may go behind that. False: it could not be
 * written, and nothing is taken. @cold
 */
export function take(counters: TakenCounters, counter: number): boolean {
  if (counter >= counters.ceiling) {
    const ceiling = Math.min(counter + CEILING_STEP, MOST_COUNTER + 1);
    if (!counters.storage.writeRecord(CEILING_RECORD, ceiling + "\n")) return false;
    counters.ceiling = ceiling;
  }
  counters.highest = counter;
  return true;
}
