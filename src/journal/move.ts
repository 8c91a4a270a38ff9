// Going to the other area when one is full, or when something stands at its end: it is erased, all that is
// held is copied, and the last record of that says so. Until it is whole the area of before holds all.
import { clear, type Held, hold } from "./held.ts";
import { append, close, enterOther, failed, isBroken, type Log, writeAndRead } from "./log.ts";
import {
  AROUND_ENTRIES,
  AROUND_VALUE,
  areaHeader,
  COMPLETE,
  COPIED,
  claimedAt,
  entryOf,
  LEFT,
  mostRecordBytes,
  recordOf,
  valueIn,
  wholeRecord,
} from "./record.ts";

/** Records are filled up to so many bytes of entries; a longer entry has its own. */
const FILLED_BYTES = 240;
/** Room for this stays free at the end of each area. */
export const LEFT_BYTES = AROUND_ENTRIES;

/** The value of the key in the record at `start`; `undefined`: it is not whole any more. @cold */
export function readValue(log: Log, start: number, key: number): string | undefined {
  const claimed = claimedAt(log.areas, log.area, start, log.generation);
  const record = wholeRecord(log.areas, log.area, start, claimed);
  return record === "" ? undefined : valueIn(record, key);
}

/** What is written in the other area, from its begin on. */
interface Copy {
  end: number;
  header: string;
  entries: string;
  isWritten: boolean;
}

/**
 * Goes there with all that is held. False: the flash did not take it, or gives nothing of it any more: then
 * the other area, with the state of before, stays as it is. What could not be read any more, beside what
 * could, is held no longer. @cold
 */
export function moveOver(log: Log, held: Held): boolean {
  if (isBroken(log)) return false;
  if (isGone(log, held)) {
    close(log);
    failed(log);
    return false;
  }
  const { areas } = log;
  const other = 1 - log.area;
  const generation = (log.generation + 1) % 256;
  const filledBytes = Math.min(FILLED_BYTES, mostRecordBytes(areas) - AROUND_ENTRIES - 3);
  const copy: Copy = { end: 0, header: areaHeader(), entries: "", isWritten: areas.erase(other) };
  const keys: number[] = [];
  const starts: number[] = [];
  const lengths: number[] = [];
  const write = (kind: number) => {
    const record = recordOf(kind, generation, copy.entries);
    copy.isWritten = copy.isWritten && writeAndRead(areas, other, copy.end, copy.header + record);
    copy.end += copy.header.length + record.length;
    copy.header = "";
    copy.entries = "";
  };
  for (let i = 0; i < held.keys.length && copy.isWritten; i++) {
    const key = held.keys[i];
    const start = held.starts[i];
    if (key !== undefined && start !== undefined) {
      const value = readValue(log, start, key);
      if (value !== undefined) {
        const filled = copy.entries.length + AROUND_VALUE + value.length;
        if (copy.entries !== "" && filled > filledBytes) write(COPIED);
        copy.entries += entryOf(key, value);
        keys.push(key);
        starts.push(copy.end + copy.header.length);
        lengths.push(value.length);
      }
    }
  }
  write(COMPLETE);
  if (!copy.isWritten) {
    // All of it may be there: whatever was added here would not count at the next start.
    close(log);
    failed(log);
    return false;
  }
  leave(log);
  enterOther(log, generation, copy.end);
  clear(held);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const start = starts[i];
    const length = lengths[i];
    if (key !== undefined && start !== undefined && length !== undefined) hold(held, key, start, length);
  }
  return true;
}

/** Can nothing of what is held be read? A file system may lose a whole file. @cold */
function isGone(log: Log, held: Held): boolean {
  for (let i = 0; i < held.keys.length; i++) {
    const key = held.keys[i];
    const start = held.starts[i];
    if (key !== undefined && start !== undefined && readValue(log, start, key) !== undefined) return false;
  }
  return held.keys.length > 0;
}

/** Says in the area of before that there is a newer one: should that be damaged, this is known to be old. */
function leave(log: Log): void {
  if (log.end + LEFT_BYTES <= log.areas.areaBytes()) append(log, recordOf(LEFT, log.generation, ""));
  close(log);
}
