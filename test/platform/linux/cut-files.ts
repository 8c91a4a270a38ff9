// Files whose program ends at a chosen operation, as by kill -9 or a power cut: what it had done is on the disk, and
// nothing that it does afterwards comes there.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** What is left of the operation at which it ends. */
export type Leaves = "nothing" | "half" | "all";

export interface CutFiles {
  /** It ends at the operation with this number from now on, 0 is the next; `ended` is called then, once. */
  cutAt: (operation: number, leaves: Leaves, ended: () => void) => void;
  /** Does nothing of it come to the disk any more? */
  isCut: () => boolean;
  /** The next program runs. */
  begin: () => void;
  /** This process does as ever. */
  end: () => void;
}

class Ended extends Error {}

/** From now on until it ends: all that this process does below `folder`, as paths and as open files. */
export function cutFiles(folder: string): CutFiles {
  const whole = { ...fs };
  const opened = new Set<number>();
  let left = -1;
  let leaves: Leaves = "nothing";
  let isCut = false;
  let tell = () => {};

  /** `undefined`: it is done as ever. */
  function operation<Result>(all: () => Result, half: () => void = () => {}): Result {
    if (isCut) throw new Ended();
    left -= 1;
    if (left !== -1) return all();
    isCut = true;
    if (leaves === "all") all();
    if (leaves === "half") half();
    tell();
    throw new Ended();
  }
  const isHere = (path: unknown) => typeof path === "string" && path.startsWith(folder);

  fs.openSync = (path, flags, mode) => {
    const open = () => whole.openSync(path, flags, mode);
    const isNew = isHere(path) && (flags === "w" || flags === "a");
    const file = isNew ? operation(open) : open();
    if (isHere(path)) opened.add(file);
    else opened.delete(file);
    return file;
  };
  const { writeSync, renameSync, rmSync, mkdirSync, ftruncateSync } = whole;
  fs.writeSync = ((file: number, bytes: Buffer | string, ...more: never[]) => {
    if (!opened.has(file)) return writeSync(file, bytes as Buffer, ...more);
    const half = () => {
      const [at] = typeof bytes === "string" ? [null] : more.slice(2);
      const text = typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes;
      writeSync(file, text.subarray(0, text.length >> 1), 0, text.length >> 1, at ?? null);
    };
    return operation(() => writeSync(file, bytes as Buffer, ...more), half);
  }) as typeof fs.writeSync;
  fs.renameSync = (from, to) => (isHere(from) ? operation(() => renameSync(from, to)) : renameSync(from, to));
  fs.rmSync = (path, options) =>
    isHere(path) ? operation(() => rmSync(path, options)) : rmSync(path, options);
  fs.mkdirSync = ((path: string, options: fs.MakeDirectoryOptions) =>
    isHere(path) && !fs.existsSync(path)
      ? operation(() => mkdirSync(path, options))
      : mkdirSync(path, options)) as typeof fs.mkdirSync;
  fs.ftruncateSync = (file, length) =>
    opened.has(file) ? operation(() => ftruncateSync(file, length)) : ftruncateSync(file, length);
  // This disk loses nothing that was written.
  fs.fsyncSync = (file) => (opened.has(file) ? undefined : whole.fsyncSync(file));
  syncBuiltinESMExports();

  return {
    cutAt(number, wish, ended) {
      [left, leaves, tell] = [number, wish, ended];
    },
    isCut: () => isCut,
    begin() {
      isCut = false;
    },
    end() {
      const { openSync, fsyncSync } = whole;
      Object.assign(fs, { openSync, fsyncSync, writeSync, renameSync, rmSync, mkdirSync, ftruncateSync });
      syncBuiltinESMExports();
    },
  };
}
