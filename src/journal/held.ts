// The journal's index: for each key the record with its newest value. The values stay on the flash.
import { AROUND_ENTRIES, AROUND_VALUE, ENTRIES_AT, entriesEnd, keyAt, lengthAt } from "./record.ts";

/** What an entry takes on the flash beside its value where it is alone in its record, with its padding. */
const AROUND = AROUND_ENTRIES + AROUND_VALUE + 3;

export interface Held {
  /** In the order in which their newest values were written. */
  keys: number[];
  /** Where the record of each begins, and how long its value is. */
  starts: number[];
  lengths: number[];
  /** The most that they take on the flash when they are copied. */
  bytes: number;
}

export function holdNothing(): Held {
  return { keys: [], starts: [], lengths: [], bytes: 0 };
}

/** The most that a value of this length takes on the flash. */
export function costOf(length: number): number {
  return AROUND + length;
}

/** Takes over the entries of a whole record that begins at `start`. @cold */
export function takeRecord(held: Held, record: string, start: number): void {
  const end = entriesEnd(record);
  for (let at = ENTRIES_AT; at < end; at += AROUND_VALUE + lengthAt(record, at)) {
    const key = keyAt(record, at);
    const length = lengthAt(record, at);
    letGo(held, key);
    if (length > 0) hold(held, key, start, length);
  }
}

/** The most that the key takes on the flash; 0: it is not held. @cold */
export function heldCost({ keys, lengths }: Held, key: number): number {
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] === key) return costOf(lengths[i] ?? 0);
  }
  return 0;
}

/** Puts it behind all others. @cold */
export function hold(held: Held, key: number, start: number, length: number): void {
  held.keys.push(key);
  held.starts.push(start);
  held.lengths.push(length);
  held.bytes += costOf(length);
}

/** @cold */
function letGo(held: Held, key: number): void {
  if (heldCost(held, key) === 0) return;
  const { keys, starts, lengths } = held;
  clear(held);
  for (let i = 0; i < keys.length; i++) {
    const other = keys[i];
    const start = starts[i];
    const length = lengths[i];
    if (other !== undefined && start !== undefined && length !== undefined && other !== key)
      hold(held, other, start, length);
  }
}

/** Holds nothing any more. */
export function clear(held: Held): void {
  held.keys = [];
  held.starts = [];
  held.lengths = [];
  held.bytes = 0;
}
