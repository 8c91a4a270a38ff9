// The journal's areas as two files of a folder: what was written is on the disk, and the files' names are,
// before a call returns.
import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { JournalMemory } from "../node/buses/journal.ts";
import { syncFolder } from "../node/synced-folder.ts";

/**
 * A folder that cannot be written to is told by `write` and `erase`, with false. The first `erase` makes it,
 * beside what must be there.
 */
export class JournalFiles implements JournalMemory {
  constructor(private readonly folder: string) {}

  read(area: number, at: number, count: number): string {
    const bytes = Buffer.alloc(count);
    try {
      return this.with(area, "r", (file) => bytes.toString("latin1", 0, readSync(file, bytes, 0, count, at)));
    } catch {
      return "";
    }
  }

  write(area: number, at: number, bytes: string): boolean {
    try {
      return this.with(area, "r+", (file) => {
        const written = writeSync(file, Buffer.from(bytes, "latin1"), 0, bytes.length, at);
        fsyncSync(file);
        return written === bytes.length;
      });
    } catch {
      return false;
    }
  }

  erase(area: number): boolean {
    try {
      if (mkdirSync(this.folder, { recursive: true, mode: 0o700 }) !== undefined)
        syncFolder(dirname(this.folder));
      this.with(area, "a", (file) => {
        ftruncateSync(file, 0);
        fsyncSync(file);
      });
      syncFolder(this.folder);
      return true;
    } catch {
      return false;
    }
  }

  private with<Result>(area: number, mode: "r" | "r+" | "a", run: (file: number) => Result): Result {
    const file = openSync(join(this.folder, `journal.${area}`), mode, 0o600);
    try {
      return run(file);
    } finally {
      closeSync(file);
    }
  }
}
