// A partitioned log in a folder: a file for each partition. One process appends, by a lock, and any may read.
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { lockOf, type StoreLock } from "../sends/store-lock.ts";
import { diskWords, STORE_LOCK } from "../sends/store-path.ts";
import { LogFile } from "./log-file.ts";
import { type PartitionedLog, partitionOf } from "./partitioned-log.ts";

export interface FileLogOptions {
  /** The number of partitions, 1 to 1,000: those of the folder, and 8 in a new one. */
  partitions?: number;
  /** Each record is on the disk before `append` resolves, for power cuts. Default: `false`. */
  sync?: boolean;
}

const PARTITIONS = 8;
const MOST_PARTITIONS = 1000;
/** The longest record, as a Kafka takes by default. */
const MOST_BYTES = 1_048_576;
const FILE = /^\d+\.log$/;

/**
 * Opens the log in a folder, which is made where it is missing. Throws where it cannot be there, and where it
 * has another number of partitions: keys would be in others than before.
 */
export function fileLog(
  folder: string,
  { partitions: wanted, sync = false }: FileLogOptions = {},
): PartitionedLog & { close(): void } {
  const partitions = partitionsFor(folder, wanted);
  const files = opened(folder, partitions, sync);
  let lock: StoreLock | undefined;

  function append(key: string, value: string): void {
    const line = lineOf(folder, key, value);
    lock ??= lockOf(join(folder, `append${STORE_LOCK}`));
    if (lock === undefined)
      throw new Error(`Another process appends to the log ${folder}; end it, or name another folder.`);
    try {
      files[partitionOf(key, partitions)]?.append(line);
    } catch (error) {
      throw new Error(`The log ${folder} cannot keep a record: ${diskWords(error)}.`, { cause: error });
    }
  }

  return {
    partitions,
    append: async (key, value) => append(key, value),
    async read(partition, offset) {
      const file = files[partition];
      if (file === undefined)
        throw new RangeError(
          `The log ${folder} has no partition ${partition}; it has 0 to ${partitions - 1}.`,
        );
      return file.read(offset);
    },
    close() {
      for (const file of files) file.close();
      lock?.release();
    },
  };
}

function lineOf(folder: string, key: string, value: string): string {
  const line = JSON.stringify([key, value]);
  if (line.length <= MOST_BYTES) return line;
  throw new Error(
    `A record of ${line.length} characters is too long for the log ${folder}; it takes ${MOST_BYTES}.`,
  );
}

/** The number of partitions of a log: of those that are there, or for a new one the number that is wanted. */
function partitionsFor(folder: string, wanted: number | undefined): number {
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= MOST_PARTITIONS))
    throw new RangeError(
      `A log of ${wanted} partitions is not allowed; give a whole number from 1 to ${MOST_PARTITIONS}.`,
    );
  const there = partitionsIn(folder);
  const partitions = wanted ?? (there || PARTITIONS);
  if (there > 0 && there !== partitions)
    throw new Error(
      `The log ${folder} has ${there} partitions, and not ${partitions}; leave the number out, or name another folder.`,
    );
  return partitions;
}

/** The last one is made first: a crash meanwhile leaves no log with fewer partitions. */
function opened(folder: string, partitions: number, isSynced: boolean): LogFile[] {
  return inWords(folder, () =>
    Array.from(
      { length: partitions },
      (_, i) => new LogFile(join(folder, `${partitions - 1 - i}.log`), isSynced),
    ).reverse(),
  );
}

function partitionsIn(folder: string): number {
  return inWords(folder, () => {
    mkdirSync(folder, { recursive: true });
    const numbers = readdirSync(folder).flatMap((name) =>
      FILE.test(name) ? [Number.parseInt(name, 10)] : [],
    );
    return Math.max(-1, ...numbers) + 1;
  });
}

function inWords<Value>(folder: string, open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    throw new Error(
      `The log ${folder} cannot be opened: ${diskWords(error)}. Mend that, or name another folder.`,
    );
  }
}
