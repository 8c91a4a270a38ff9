// Records of the journal: written at once, whole or not at all by their check. A record is
//   kind (1 byte), generation of its area (1), length of its entries (2), entries, padding, Adler-32 of all before it (4);
// an entry is a key (2), the length of its value (2) and the value. Without a value the key is forgotten. All
// is in whole words of 4 bytes, as some flash is written. The check lies at the end, and flash of which
// nothing is written reads as "\xff", which is no kind.
import { adler32 } from "../bytes/adler32.ts";
import { readUint16, uint16 } from "../bytes/integers.ts";
import type { JournalAreas } from "../ports/journal.ts";

/**
 * An area begins with this word, the format of what follows, and the check of both: a cut erase changes
 * letters. All versions understand it.
 */
const MAGIC = "rmj";
export const FORMAT = "1";
export const HEADER_BYTES = 8;

/** @cold */
export function areaHeader(): string {
  return MAGIC + FORMAT + adler32(MAGIC + FORMAT);
}

/** The format that an area says it has; "": nothing says any. @cold */
export function formatOf(areas: JournalAreas, area: number): string {
  const header = areas.read(area, 0, HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.substring(0, 3) !== MAGIC) return "";
  return adler32(header.substring(0, 4)) === header.substring(4, 8) ? header.substring(3, 4) : "";
}

/**
 * A record of what was copied from the other area; the last one of them; one that was added later; and the
 * last one of an area that was left.
 */
export const COPIED = 0x63;
export const COMPLETE = 0x65;
export const APPENDED = 0x61;
export const LEFT = 0x6c;

const HEAD_BYTES = 4;
const CHECK_BYTES = 4;
export const AROUND_ENTRIES = 8;
export const AROUND_VALUE = 4;

/** The most bytes of one record, in any area. */
const MOST_BYTES = 2048;
const PADDING = "\0\0\0";

/** The most bytes of a record, in areas of this size. */
export function mostRecordBytes(areas: Pick<JournalAreas, "areaBytes">): number {
  return Math.min(MOST_BYTES, Math.floor(areas.areaBytes() / 16) * 4);
}

/** `entries` are as long as `mostRecordBytes` allows, behind `AROUND_ENTRIES`. @cold */
export function recordOf(kind: number, generation: number, entries: string): string {
  const bytes = String.fromCharCode(kind, generation) + uint16(entries.length) + entries;
  const padded = bytes + PADDING.substring(0, (4 - (bytes.length % 4)) % 4);
  return padded + adler32(padded);
}

/** A value has 1 byte or more; "" forgets the key, which is 0 to 65,535. */
export function entryOf(key: number, value: string): string {
  return uint16(key) + uint16(value.length) + value;
}

/** How many bytes the record says that it has whose first `HEAD_BYTES` these are; 0: there is none. @cold */
function claimedBytes(head: string): number {
  if (head.length < HEAD_BYTES) return 0;
  const kind = head.charCodeAt(0);
  if (kind !== COPIED && kind !== COMPLETE && kind !== APPENDED && kind !== LEFT) return 0;
  return Math.floor((readUint16(head, 2) + 3) / 4) * 4 + AROUND_ENTRIES;
}

/**
 * As `claimedBytes`, of what begins at `at` of an area; 0 also where it would be too long, or of another
 * generation. -1: of any. @cold
 */
export function claimedAt(areas: JournalAreas, area: number, at: number, generation: number): number {
  if (at + AROUND_ENTRIES > areas.areaBytes()) return 0;
  const head = areas.read(area, at, HEAD_BYTES);
  const bytes = claimedBytes(head);
  if (bytes === 0 || bytes > mostRecordBytes(areas) || at + bytes > areas.areaBytes()) return 0;
  return generation === -1 || head.charCodeAt(1) === generation ? bytes : 0;
}

/** The record at `at`, which claims so many bytes; "": it is not whole. @cold */
export function wholeRecord(areas: JournalAreas, area: number, at: number, claimed: number): string {
  if (claimed === 0) return "";
  const bytes = areas.read(area, at, claimed);
  if (bytes.length < claimed) return "";
  const checked = claimed - CHECK_BYTES;
  return adler32(bytes.substring(0, checked)) === bytes.substring(checked, claimed) ? bytes : "";
}

/** Where the entries of a whole record begin, and end. */
export function entriesEnd(record: string): number {
  return HEAD_BYTES + readUint16(record, 2);
}
export const ENTRIES_AT = HEAD_BYTES;

/** The key of the entry at `at` of a whole record, and how long its value is. */
export function keyAt(record: string, at: number): number {
  return readUint16(record, at);
}
export function lengthAt(record: string, at: number): number {
  return readUint16(record, at + 2);
}

/** The newest value of the key in a whole record; `undefined`: none. @cold */
export function valueIn(record: string, key: number): string | undefined {
  let value: string | undefined;
  const end = entriesEnd(record);
  for (let at = ENTRIES_AT; at < end; at += AROUND_VALUE + lengthAt(record, at)) {
    if (keyAt(record, at) === key)
      value = record.substring(at + AROUND_VALUE, at + AROUND_VALUE + lengthAt(record, at));
  }
  return value;
}
