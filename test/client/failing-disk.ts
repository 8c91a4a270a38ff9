// node:fs whose calls fail where a test wants it: a disk that is full or failing for a while, a process that
// ends in the middle, a power cut. `vi.mock("node:fs", async (original) => failingDisk(await original()))`.
import type * as Fs from "node:fs";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What may fail: all that a store asks of the disk. */
const CALLS = [
  "openSync",
  "readSync",
  "writeSync",
  "fsyncSync",
  "fdatasyncSync",
  "ftruncateSync",
  "renameSync",
  "rmSync",
  "lstatSync",
  "fstatSync",
  "closeSync",
] as const;

export const disk = {
  /** Calls that were made. */
  calls: 0,
  /** Calls from this one on fail, and so many. */
  failsAt: Number.POSITIVE_INFINITY,
  fails: 0,
  code: "ENOSPC",
  /** So many bytes the files of a folder may have together. */
  room: Number.POSITIVE_INFINITY,
  folder: "",
  /** What a power cut leaves of each file, by its inode, and the inode that each name has then. */
  kept: new Map<number, Buffer>(),
  names: new Map<string, number | undefined>(),
};

export function mend(): void {
  const never = Number.POSITIVE_INFINITY;
  Object.assign(disk, { calls: 0, failsAt: never, fails: 0, code: "ENOSPC", room: never });
}

/** A power cut leaves this file as it is. */
export function isOnDisk(file: string): void {
  const { ino } = statSync(file);
  disk.names.set(file, ino);
  disk.kept.set(ino, readFileSync(file));
}

export function failingDisk(fs: typeof Fs): typeof Fs {
  const failing = Object.fromEntries(
    CALLS.map((name) => [
      name,
      (...args: unknown[]) => {
        disk.calls += 1;
        const isFailing =
          (disk.calls >= disk.failsAt && disk.calls < disk.failsAt + disk.fails) ||
          (name === "writeSync" && !hasRoom(fs, args[3] as number));
        if (isFailing && name === "writeSync") writeHalf(fs, args as Parameters<typeof Fs.writeSync>);
        if (isFailing && name === "closeSync") fs.closeSync(args[0] as number);
        if (isFailing) throw Object.assign(new Error(`${disk.code}: ${name}`), { code: disk.code });
        if (name !== "fsyncSync" && name !== "fdatasyncSync")
          return (fs[name] as (...args: unknown[]) => unknown)(...args);
        return keep(fs, args[0] as number);
      },
    ]),
  );
  return { ...fs, ...failing };
}

function hasRoom(fs: typeof Fs, more: number): boolean {
  if (disk.room === Number.POSITIVE_INFINITY) return true;
  const sizes = fs.readdirSync(disk.folder).map((name) => fs.statSync(join(disk.folder, name)).size);
  return sizes.reduce((sum, size) => sum + size, more) <= disk.room;
}

function writeHalf(fs: typeof Fs, args: Parameters<typeof Fs.writeSync>): void {
  const [descriptor, bytes, from, length, position] = args as unknown as [
    number,
    Buffer,
    number,
    number,
    number,
  ];
  fs.writeSync(descriptor, bytes, from, Math.floor(length / 2), position);
}

function keep(fs: typeof Fs, descriptor: number): void {
  const status = fs.fstatSync(descriptor);
  if (status.isDirectory())
    for (const name of disk.names.keys())
      disk.names.set(name, fs.statSync(name, { throwIfNoEntry: false })?.ino);
  else disk.kept.set(status.ino, fs.readFileSync(`/proc/self/fd/${descriptor}`));
}
