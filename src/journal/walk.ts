// From one whole record of an area to the next one, past what is damaged, in bounded time.
import type { JournalAreas } from "../ports/journal.ts";
import { claimedAt, HEADER_BYTES, mostRecordBytes, wholeRecord } from "./record.ts";

/** So many bytes are looked at in one go where nothing should be. */
const CHUNK_BYTES = 64;
const ERASED_WORD = "\xff\xff\xff\xff";
const ERASED_QUARTER = ERASED_WORD + ERASED_WORD + ERASED_WORD + ERASED_WORD;
const ERASED_CHUNK = ERASED_QUARTER + ERASED_QUARTER + ERASED_QUARTER + ERASED_QUARTER;
/** So many damaged records are checked in one walk: bytes of a value may look like many. */
const MOST_TRIES = 64;

export interface Walk {
  areas: JournalAreas;
  area: number;
  /** That of its records; -1: none was whole yet. */
  generation: number;
  /** Behind the last whole record. */
  at: number;
  /** How often something lay between two whole records. */
  damaged: number;
  tries: number;
}

/** @cold */
export function beginWalk(areas: JournalAreas, area: number): Walk {
  return { areas, area, generation: -1, at: HEADER_BYTES, damaged: 0, tries: 0 };
}

/** The next whole record, which ends at `at` then; "": there is none. @cold */
export function nextRecord(walk: Walk): string {
  let start = walk.at;
  let record = recordAt(walk, start);
  if (record === "") {
    const end = usedEnd(walk.areas, walk.area, start);
    start = searchFrom(walk, end);
    if (start < 0) return "";
    walk.damaged += 1;
    record = recordAt(walk, start);
  }
  walk.at = start + record.length;
  walk.generation = record.charCodeAt(1);
  return record;
}

/** @cold */
function recordAt(walk: Walk, at: number): string {
  const claimed = claimedAt(walk.areas, walk.area, at, walk.generation);
  return wholeRecord(walk.areas, walk.area, at, claimed);
}

/** Where a whole record begins behind what is damaged, below `end`; -1: nowhere. @cold */
function searchFrom(walk: Walk, end: number): number {
  // A value may hold what looks like a record: where the damaged one says that it ends, there the next one is
  // looked for first.
  const claimed = claimedAt(walk.areas, walk.area, walk.at, walk.generation);
  if (claimed > 0 && recordAt(walk, walk.at + claimed) !== "") return walk.at + claimed;
  for (let at = walk.at + 4; at < end; at += 4) {
    if (claimedAt(walk.areas, walk.area, at, walk.generation) > 0) {
      walk.tries += 1;
      if (walk.tries > MOST_TRIES) return -1;
      if (recordAt(walk, at) !== "") return at;
    }
  }
  return -1;
}

/**
 * What lies behind the last whole record: nothing; what one write may have left when the power went; more
 * than that.
 */
export const CLEAN = 0;
export const TORN = 1;
export const DAMAGED = 2;

/** At the end of a walk. @cold */
export function tailOf(walk: Walk): number {
  const used = usedEnd(walk.areas, walk.area, walk.at) - walk.at;
  if (used === 0) return CLEAN;
  return used <= mostRecordBytes(walk.areas) ? TORN : DAMAGED;
}

/** Behind the last word from `from` on that is not erased; `from`: there is none. @cold */
export function usedEnd(areas: JournalAreas, area: number, from: number): number {
  let end = from;
  const size = areas.areaBytes();
  for (let at = from; at < size; at += CHUNK_BYTES) {
    const bytes = areas.read(area, at, Math.min(CHUNK_BYTES, size - at));
    if (bytes === "") return end;
    for (let i = 0; bytes !== ERASED_CHUNK && i < bytes.length; i += 4) {
      const word = bytes.substring(i, Math.min(i + 4, bytes.length));
      if (word !== ERASED_WORD) end = at + i + 4;
    }
  }
  return end;
}
