// A partitioned log: what has one key stays in order, is kept, and can be read again from any offset. Here a folder of files, of which
// each process also holds the lines; a Kafka's has the same functions.
import {
  fstatSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PartitionedLog {
  partitions: number;
  /** Resolves when the record is kept; rejects when it is not, as where the disk is full. */
  append: (key: string, value: string) => Promise<void>;
  /** The records of a partition from this offset on, oldest first, some hundred at most; none where it ends. */
  read: (partition: number, offset: number) => Promise<string[]>;
}

const MOST_RECORDS = 100;

/** A file for each partition, with a record in each line. Made where it is missing. */
export function fileLog(folder: string, partitions = 8): PartitionedLog {
  mkdirSync(folder, { recursive: true });
  const files = Array.from(
    { length: partitions },
    (_, partition) => new Lines(join(folder, `${partition}.log`)),
  );
  return {
    partitions,
    append: async (key, value) => files[hashOf(key) % partitions]?.append(JSON.stringify(value)),
    read: async (partition, offset) => (files[partition]?.from(offset) ?? []).map((line) => JSON.parse(line)),
  };
}

/** One that goes with the process. */
export function passingLog(): PartitionedLog {
  const folder = mkdtempSync(join(tmpdir(), "chat-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return fileLog(folder);
}

/** FNV-1a: the same number for the same text, in each process. */
export function hashOf(text: string): number {
  return Buffer.from(text).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
}

class Lines {
  private readonly file: number;
  private readonly lines: string[] = [];
  private end = 0;

  constructor(private readonly path: string) {
    this.file = openSync(path, "a+");
  }

  append(line: string): void {
    this.look();
    // Half a line is what a crash or a full disk has left.
    ftruncateSync(this.file, this.end);
    const bytes = Buffer.from(`${line}\n`);
    if (writeSync(this.file, bytes) < bytes.length) throw new Error(`The disk is full: ${this.path}.`);
  }

  from(offset: number): string[] {
    this.look();
    return this.lines.slice(offset, offset + MOST_RECORDS);
  }

  /** Another process may have added some. */
  private look(): void {
    const bytes = Buffer.alloc(fstatSync(this.file).size - this.end);
    readSync(this.file, bytes, 0, bytes.length, this.end);
    const whole = bytes.subarray(0, bytes.lastIndexOf("\n") + 1);
    this.end += whole.length;
    this.lines.push(...whole.toString().split("\n").slice(0, -1));
  }
}
