/**
 * A partitioned log: what has one key stays in order, is kept, and is read again from any offset. A folder of
 * files has it here; a Kafka's topic has the same shape.
 *
 * @module ringmote/log.ts
 */

export { type FileLogOptions, fileLog } from "./file-log.ts";
export { type LogRecord, type PartitionedLog, partitionOf } from "./partitioned-log.ts";
export { type ReadOptions, recordsOf } from "./records.ts";
