// Counters of a board that a restore never lowers: of the updates and of the sealed commands that its device
// has taken. Else it would take them once more.
import type { Storage } from "../../src/ports/storage.ts";
import { CEILING_RECORD, readTaken } from "../../src/sealed/taken-counters.ts";
import { liftCounters, readStanding, STANDING_RECORD } from "../../src/update/standing.ts";
import type { StoredFile } from "./device-console.ts";
import { recordFiles } from "./record-files.ts";

/** The records that hold them. */
export const COUNTER_RECORDS = [STANDING_RECORD, CEILING_RECORD] as const;
export type CounterRecord = (typeof COUNTER_RECORDS)[number];

const COUNTER_FILES = COUNTER_RECORDS.flatMap(recordFiles);

/** Does it hold one of them, or may it? */
export function isCounterFile(name: string): boolean {
  return COUNTER_FILES.includes(name);
}

/** The files that a restore stores, and the records of which the board keeps a counter of its own. */
export interface CountedFiles {
  files: readonly StoredFile[];
  kept: readonly CounterRecord[];
}

/**
 * The files of a backup, with those counters of the board that are higher. `onBoard` has those of
 * its files; `recordsIn` reads and writes records as the board's interpreter keeps them in files.
 */
export function keepCounters(
  files: readonly StoredFile[],
  onBoard: readonly StoredFile[],
  recordsIn: (files: Map<string, string>) => Storage,
): CountedFiles {
  const own = byName(onBoard);
  const records = recordsIn(own);
  const ahead = recordsAhead(records, recordsIn(byName(files)));
  for (const [record, content] of ahead)
    if (records.readRecord(record) !== content) records.writeRecord(record, content);
  const kept = [...ahead.keys()];
  const names = kept.flatMap(recordFiles);
  return {
    files: [
      ...files.filter(({ name }) => !names.includes(name)),
      ...[...own].filter(([name]) => names.includes(name)).map(([name, content]) => ({ name, content })),
    ],
    kept,
  };
}

function byName(files: readonly StoredFile[]): Map<string, string> {
  return new Map(files.map(({ name, content }) => [name, content]));
}

/** The records that are ahead on the board, each with what takes the place of the backup's. */
function recordsAhead(onBoard: Storage, inBackup: Storage): ReadonlyMap<CounterRecord, string> {
  const ahead = new Map<CounterRecord, string>();
  const { counter } = readStanding(onBoard);
  const standing = readStanding(inBackup);
  const writeRecord = (_: string, bytes: string) => ahead.set(STANDING_RECORD, bytes).size > 0;
  // The slot and the images are those of the backup.
  if (counter > standing.counter) liftCounters({ ...inBackup, writeRecord }, standing, counter);
  if (readTaken(onBoard).ceiling > readTaken(inBackup).ceiling)
    ahead.set(CEILING_RECORD, onBoard.readRecord(CEILING_RECORD) ?? "");
  return ahead;
}
