// Readings in a row as a byte string: a base in front, and four bytes for each.
//
//   day (2), place (4), value (4): the base. On day 0, which means that the time was not known, the place is the monotonic clock's
//   milliseconds; on others it is the second of the day, in UTC.
//   since (2), value (2): one reading, both counted from the base: in seconds, or in quarters of one while the time was not known. A value
//   that is further away begins another part.
import { readUint16, uint16 } from "../../bytes/integers.ts";
import { elapsed, later } from "../../bytes/milliseconds.ts";

/** Readings of one part, at most. They go in one message. */
export const READINGS_OF_PART = 16;
/** In place of a day, while the time is not known. */
export const NO_DAY = 0;

export const BASE_BYTES = 10;
export const READING_BYTES = 4;
/** Bytes of a part that is full. */
export const PART_BYTES = BASE_BYTES + READINGS_OF_PART * READING_BYTES;
const DAY_S = 86400;
const MOST_SINCE = 65535;
const HALF = 32768;
/** Until the time is known: milliseconds of a step. */
const QUARTER_MS = 250;

/** A reading with its place: a second of a day, or on `NO_DAY` milliseconds of the monotonic clock. */
export interface PlacedReading {
  day: number;
  place: number;
  value: number;
}

/** Parts of a history: one is being filled, and of one the broker may have had half. */
export function partsFor(keep: number, every: number): number {
  return Math.floor((Math.floor(keep / every) + READINGS_OF_PART - 1) / READINGS_OF_PART) + 2;
}

/** A part that begins with this reading. */
export function newPart(reading: PlacedReading): string {
  const base = uint16(reading.day) + fourBytes(reading.place) + fourBytes(reading.value);
  return base + uint16(0) + uint16(HALF);
}

/** The part with one more reading; "": it does not fit in there, and begins another. */
export function withReading(part: string, reading: PlacedReading): string {
  if (countIn(part) === READINGS_OF_PART || isDated(dayOf(part)) !== isDated(reading.day)) return "";
  const since = sinceBase(part, reading);
  const apart = reading.value - baseValue(part);
  const newest = readUint16(part, part.length - READING_BYTES);
  // A clock that was set back begins anew as well.
  if (since <= newest || since > MOST_SINCE || apart < -HALF || apart >= HALF) return "";
  return part + uint16(since) + uint16(apart + HALF);
}

/** Is a time known on this day? */
export function isDated(day: number): boolean {
  return day !== NO_DAY;
}

/** How many readings there are in a part. */
export function countIn(part: string): number {
  return Math.floor((part.length - BASE_BYTES) / READING_BYTES);
}

/** A reading of a part: the first is at 0. It must be there. */
export function readingAt(part: string, at: number): PlacedReading {
  const byte = BASE_BYTES + at * READING_BYTES;
  const day = dayOf(part);
  const since = readUint16(part, byte);
  const value = baseValue(part) + readUint16(part, byte + 2) - HALF;
  if (day === NO_DAY) return { day, place: later(placeOf(part), since * QUARTER_MS), value };
  const second = placeOf(part) + since;
  return { day: day + Math.floor(second / DAY_S), place: second % DAY_S, value };
}

/** The part without its first readings. */
export function withoutFirst(part: string, count: number): string {
  return part.substring(0, BASE_BYTES) + part.substring(BASE_BYTES + count * READING_BYTES);
}

/** The part with its base at another place of its day. @cold */
export function movedTo(part: string, place: number): string {
  return part.substring(0, 2) + fourBytes(place) + part.substring(6);
}

/** The day of the base, or `NO_DAY`. */
export function dayOf(part: string): number {
  return readUint16(part, 0);
}

/** The place of the base. */
export function placeOf(part: string): number {
  return signed(part, 2);
}

function baseValue(part: string): number {
  return signed(part, 6);
}

/** Below 0 where it is before. */
function sinceBase(part: string, { day, place }: PlacedReading): number {
  if (day === NO_DAY) return Math.floor((elapsed(place, placeOf(part)) + QUARTER_MS / 2) / QUARTER_MS);
  const days = day - dayOf(part);
  // Further away than a part reaches, whatever the seconds say, and never too many for 31 bits.
  if (days < 0 || days > 1) return -1;
  return days * DAY_S + place - placeOf(part);
}

/** A whole number of 32 signed bits. */
function fourBytes(value: number): string {
  const high = Math.floor(value / 65536);
  return uint16(high + HALF) + uint16(value - high * 65536);
}

function signed(bytes: string, at: number): number {
  return (readUint16(bytes, at) - HALF) * 65536 + readUint16(bytes, at + 2);
}
