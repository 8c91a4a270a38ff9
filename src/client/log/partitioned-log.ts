// A partitioned log: what has one key stays in order, is kept, and is read again from any offset.

/** A record of a partition. */
export interface LogRecord {
  /** Its place in its partition, from 0. Places may be missing. */
  offset: number;
  key: string;
  value: string;
}

export interface PartitionedLog {
  /** The number of partitions, which are numbered from 0. */
  readonly partitions: number;
  /**
   * Resolves when the record is kept, behind all others of its key; rejects when it is not, as where the disk
   * is full.
   */
  append(key: string, value: string): Promise<void>;
  /**
   * Records of a partition from this offset on, oldest first, as many as are at hand; none where the
   * partition ends.
   */
  read(partition: number, offset: number): Promise<LogRecord[]>;
}

/** The partition of a key, among so many: the same in each process, by FNV-1a of its UTF-8. */
export function partitionOf(key: string, partitions: number): number {
  const hash = Buffer.from(key).reduce((sum, byte) => Math.imul(sum ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
  return hash % partitions;
}
