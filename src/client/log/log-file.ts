// A partition of a log: a record in each line, which others may append to and this process sees. What memory
// holds does not grow with the records, but by the place of each hundredth.
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import type { LogRecord } from "./partitioned-log.ts";

const LINE_END = 10;
const PIECE_BYTES = 65_536;
/** One record in so many has its place noted; and so many are read at a time. */
const NOTED = 100;

export class LogFile {
  private readonly descriptor: number;
  /** The places of the records 0, 100, 200 and so on. */
  private readonly places = [0];
  /** The number of whole records, and their end. */
  private count = 0;
  private end = 0;

  constructor(
    path: string,
    private readonly isSynced: boolean,
  ) {
    this.descriptor = openSync(path, "a+", 0o600);
  }

  append(line: string): void {
    this.look();
    // A crash, a power cut or a full disk may leave half a record.
    if (fstatSync(this.descriptor).size > this.end) ftruncateSync(this.descriptor, this.end);
    const bytes = Buffer.from(`${line}\n`);
    for (let written = 0; written < bytes.length; ) {
      const more = writeSync(this.descriptor, bytes, written, bytes.length - written);
      if (more === 0) throw new Error("the system writes nothing more");
      written += more;
    }
    if (this.isSynced) fdatasyncSync(this.descriptor);
  }

  /** Records from this offset on, a hundred at most. A damaged one is left out, and keeps its offset. */
  read(offset: number): LogRecord[] {
    this.look();
    const records: LogRecord[] = [];
    for (let at = Math.max(offset, 0); at < this.count && records.length < NOTED; ) {
      const lines = this.linesFrom(at);
      records.push(...lines.flatMap((line, i) => recordIn(line, at + i)));
      at += lines.length;
    }
    return records.slice(0, NOTED);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** The records up to the next noted place. */
  private linesFrom(offset: number): string[] {
    const noted = Math.floor(offset / NOTED);
    const from = this.places[noted] as number;
    const bytes = Buffer.alloc((this.places[noted + 1] ?? this.end) - from);
    readSync(this.descriptor, bytes, 0, bytes.length, from);
    return bytes
      .toString()
      .split("\n")
      .slice(offset % NOTED, -1);
  }

  /** Counts what has come. */
  private look(): void {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const { size } = fstatSync(this.descriptor);
    for (let at = this.end; at < size; ) {
      const length = readSync(this.descriptor, piece, 0, PIECE_BYTES, at);
      if (length === 0) return;
      const bytes = piece.subarray(0, length);
      for (let i = bytes.indexOf(LINE_END); i >= 0; i = bytes.indexOf(LINE_END, i + 1)) {
        this.end = at + i + 1;
        this.count += 1;
        if (this.count % NOTED === 0) this.places.push(this.end);
      }
      at += length;
    }
  }
}

function recordIn(line: string, offset: number): LogRecord[] {
  try {
    const [key, value] = JSON.parse(line);
    return typeof key === "string" && typeof value === "string" ? [{ offset, key, value }] : [];
  } catch {
    return [];
  }
}
