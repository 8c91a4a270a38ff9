// Values that survive a power cut, by keys. Changes gather, and `commit` writes them at once, in
// one record: after a cut all of it is there, or nothing. Fixed memory: the keys; and one record
// while it is written or read.
import { costOf, type Held, heldCost, takeRecord } from "./held.ts";
import { append, type Log } from "./log.ts";
import { LEFT_BYTES, moveOver, readValue } from "./move.ts";
import { APPENDED, AROUND_ENTRIES, AROUND_VALUE, entryOf, mostRecordBytes, recordOf } from "./record.ts";
import type { Recovery } from "./recover.ts";

export interface Journal {
  log: Log;
  held: Held;
  /** The most keys. */
  most: number;
  /** What gathers: keys with their new values, "" to forget one. */
  keys: number[];
  values: string[];
  /** The most that it takes on the flash. */
  bytes: number;
}

/** @cold */
export function journalOf({ log, held }: Recovery, most: number): Journal {
  return { log, held, most, keys: [], values: [], bytes: 0 };
}

/** The most bytes of a value. */
export function mostValueBytes(journal: Journal): number {
  return mostRecordBytes(journal.log.areas) - AROUND_ENTRIES - AROUND_VALUE - LEFT_BYTES;
}

/**
 * Gathers a new value of a key, which is 0 to 65,535; the value has 1 to `mostValueBytes` bytes. It is kept
 * once `commit` has said so. False: there is no room. What is gathered goes into one record: where it does
 * not, `commit` comes first. @cold
 */
export function keep(journal: Journal, key: number, value: string): boolean {
  const { held, most, log } = journal;
  const before = heldCost(held, key);
  if (before === 0 && held.keys.length + journal.keys.length >= most) return false;
  // Half an area at most is held: going to the other one frees the rest.
  const bytes = held.bytes - before + journal.bytes + costOf(value.length) + costOf(0);
  if (bytes > Math.floor(log.areas.areaBytes() / 2)) return false;
  return gather(journal, key, value);
}

/** Gathers that a key is forgotten. Of one that is not held nothing is written. False: `commit` comes first. @cold */
export function forget(journal: Journal, key: number): boolean {
  drop(journal, key);
  return heldCost(journal.held, key) === 0 || gather(journal, key, "");
}

/** @cold */
function gather(journal: Journal, key: number, value: string): boolean {
  const bytes = gathered(journal) + AROUND_VALUE + value.length;
  if (AROUND_ENTRIES + bytes + 3 > mostRecordBytes(journal.log.areas)) return false;
  drop(journal, key);
  journal.keys.push(key);
  journal.values.push(value);
  journal.bytes += costOf(value.length);
  return true;
}

/** Bytes of the entries. */
function gathered(journal: Journal): number {
  let bytes = 0;
  for (const value of journal.values) bytes += AROUND_VALUE + value.length;
  return bytes;
}

/** What was gathered of a key is not. @cold */
function drop(journal: Journal, key: number): void {
  const { keys, values } = journal;
  letGo(journal);
  for (let i = 0; i < keys.length; i++) {
    const other = keys[i];
    const value = values[i];
    if (other !== undefined && value !== undefined && other !== key) {
      journal.keys.push(other);
      journal.values.push(value);
      journal.bytes += costOf(value.length);
    }
  }
}

function letGo(journal: Journal): void {
  journal.keys = [];
  journal.values = [];
  journal.bytes = 0;
}

/**
 * Writes what has gathered. False: the flash did not take it; nothing of it is kept, and nothing is gathered
 * any more. @cold
 */
export function commit(journal: Journal): boolean {
  const { keys, values, log, held } = journal;
  if (keys.length === 0) return true;
  letGo(journal);
  let entries = "";
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const value = values[i];
    if (key !== undefined && value !== undefined) entries += entryOf(key, value);
  }
  if (appended(log, held, entries)) return true;
  return moveOver(log, held) && appended(log, held, entries);
}

/** One record more in this area, where there is room for it. @cold */
function appended(log: Log, held: Held, entries: string): boolean {
  const record = recordOf(APPENDED, log.generation, entries);
  const start = log.end;
  if (start + record.length + LEFT_BYTES > log.areas.areaBytes() || !append(log, record)) return false;
  takeRecord(held, record, start);
  return true;
}

/** The value of a key as it is on the flash; `undefined`: none, or it cannot be read any more. @cold */
export function heldValue(journal: Journal, key: number): string | undefined {
  const { keys, starts } = journal.held;
  for (let i = 0; i < keys.length; i++) {
    const start = starts[i];
    if (keys[i] === key && start !== undefined) return readValue(journal.log, start, key);
  }
  return undefined;
}
