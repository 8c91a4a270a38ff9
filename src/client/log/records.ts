// The records of a partition as a loop, which on request waits for further ones.
import { setTimeout as pause } from "node:timers/promises";
import type { Signal } from "../aborting.ts";
import type { LogRecord, PartitionedLog } from "./partitioned-log.ts";

export interface ReadOptions {
  /** The first offset: 0 by default. */
  from?: number | undefined;
  /**
   * Waits for records that are still to come, until it is aborted. Without it reading ends where the
   * partition ends.
   */
  follow?: Signal;
}

const LOOK_MS = 100;

/** The records of a partition, some at a time: the next ones are read when these are done. */
export async function* recordsOf(
  log: PartitionedLog,
  partition: number,
  { from = 0, follow }: ReadOptions = {},
): AsyncGenerator<LogRecord[], void, undefined> {
  for (let offset = from; follow?.aborted !== true; ) {
    const records = await log.read(partition, offset);
    const last = records.at(-1);
    if (last !== undefined) {
      offset = last.offset + 1;
      yield records;
    } else if (follow === undefined) return;
    else await pause(LOOK_MS);
  }
}
