// A file that only grows by whole lines: what cannot be written whole, and on the disk where that is asked
// for, is taken back.
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { contentOf } from "./store-lines.ts";
import { STORE_REPLACEMENT } from "./store-path.ts";
import { unharmed } from "./unharmed.ts";

const LINE_END = 10;
/** The most bytes read at once: a large store is longer than a text may be. */
const PIECE_BYTES = 1_048_576;

export class StoreFile {
  private readonly path: string;
  private readonly isSynced: boolean;
  private readonly descriptor: number;
  /** The length of all promised bytes. */
  private length = 0;
  /** The text in front of the next line: the last line in the file may have no end. */
  private lead = "";
  /** Are there bytes after `length`, of a line that was refused? */
  private isTorn = false;
  /** Once true, no power cut can undo the file's name. */
  private isNamed = false;

  private constructor(path: string, isSynced: boolean, descriptor: number) {
    this.path = path;
    this.isSynced = isSynced;
    this.descriptor = descriptor;
  }

  /**
   * Begins the file where it is missing. `read` gets its lines, and reads them all before anything is
   * appended.
   */
  static open<Content>(
    path: string,
    isSynced: boolean,
    read: (lines: Iterable<string>) => Content,
  ): { file: StoreFile; content: Content } {
    const file = new StoreFile(path, isSynced, openedOrBegun(path));
    try {
      return { file, content: read(file.lines()) };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  isEmpty(): boolean {
    return this.length === 0;
  }

  /** Has another client opened it by another name, and does it write where this one writes? */
  hasOtherNames(): boolean {
    return fstatSync(this.descriptor).nlink > 1;
  }

  /** Has nobody removed it, moved it, or cut it off? */
  isWhole(): boolean {
    const { ino, size } = fstatSync(this.descriptor);
    return lstatSync(this.path, { throwIfNoEntry: false })?.ino === ino && size >= this.length;
  }

  /** Has somebody written behind the promised bytes? */
  hasMore(): boolean {
    return fstatSync(this.descriptor).size > this.length;
  }

  /** All lines, or none. */
  append(lines: string): void {
    if (this.isTorn) this.takeBack();
    const bytes = Buffer.from(this.lead + lines);
    try {
      writeAll(this.descriptor, bytes, this.length);
      if (this.isSynced) this.sync();
    } catch (error) {
      this.isTorn = true;
      unharmed(() => this.takeBack());
      throw error;
    }
    this.length += bytes.length;
    this.lead = "";
  }

  /** All its lines are useless from now on. `first` is its first line. */
  empty(first: string): void {
    this.length = 0;
    this.lead = "";
    this.takeBack();
    this.append(first);
  }

  /**
   * Replaces the file by one with these lines, once that is whole. If it fails, or another program's file is
   * there, this one stays as it is.
   */
  replacedBy(lines: string): StoreFile {
    const there = lstatSync(this.path, { throwIfNoEntry: false });
    if (there !== undefined && there.ino !== fstatSync(this.descriptor).ino)
      throw new Error("another file has taken its place");
    const next = this.path + STORE_REPLACEMENT;
    removeLeftOver(next);
    const descriptor = openSync(next, "wx", 0o600);
    const file = new StoreFile(this.path, this.isSynced, descriptor);
    const bytes = Buffer.from(lines);
    try {
      writeAll(descriptor, bytes, 0);
      if (this.isSynced) fsyncSync(descriptor);
      renameSync(next, this.path);
    } catch (error) {
      unharmed(() => closeSync(descriptor));
      unharmed(() => rmSync(next));
      throw error;
    }
    this.close();
    file.length = bytes.length;
    return file;
  }

  close(): void {
    unharmed(() => closeSync(this.descriptor));
  }

  private *lines(): Generator<string> {
    for (const line of linesFrom(this.descriptor)) {
      this.length += line.length;
      this.lead = line.at(-1) === LINE_END ? "" : "\n";
      yield line.toString();
    }
  }

  private takeBack(): void {
    ftruncateSync(this.descriptor, this.length);
    this.isTorn = false;
  }

  private sync(): void {
    fdatasyncSync(this.descriptor);
    if (this.isNamed) return;
    syncFolder(dirname(this.path));
    this.isNamed = true;
  }
}

function openedOrBegun(path: string): number {
  try {
    return openSync(path, "r+");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return openSync(path, "wx+", 0o600);
  }
}

/** Each with its end, which the last one may not have. */
function* linesFrom(descriptor: number): Generator<Buffer> {
  const piece = Buffer.alloc(PIECE_BYTES);
  let begun: Buffer[] = [];
  let position = 0;
  for (;;) {
    const length = readSync(descriptor, piece, 0, PIECE_BYTES, position);
    if (length === 0) break;
    position += length;
    let from = 0;
    for (let end = endIn(piece, from, length); end > 0; end = endIn(piece, from, length)) {
      yield Buffer.concat([...begun, piece.subarray(from, end)]);
      begun = [];
      from = end;
    }
    begun.push(Buffer.from(piece.subarray(from, length)));
  }
  const rest = Buffer.concat(begun);
  if (rest.length > 0) yield rest;
}

function* textsOf(lines: Iterable<Buffer>): Generator<string> {
  for (const line of lines) yield line.toString();
}

/** After the next line's end; 0 for none. */
function endIn(piece: Buffer, from: number, length: number): number {
  return piece.subarray(0, length).indexOf(LINE_END, from) + 1;
}

/**
 * Removes a file left by a process that ended before it had replaced its own; another process's file stays.
 */
function removeLeftOver(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
  const descriptor = openSync(path, "r");
  try {
    if (contentOf(textsOf(linesFrom(descriptor))) === undefined) return;
  } finally {
    closeSync(descriptor);
  }
  rmSync(path);
}

function writeAll(descriptor: number, bytes: Buffer, position: number): void {
  let written = 0;
  while (written < bytes.length) {
    const more = writeSync(descriptor, bytes, written, bytes.length - written, position + written);
    if (more === 0) throw new Error("the system writes nothing more");
    written += more;
  }
}

/** Windows opens no folder, and keeps the names in one by itself. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
