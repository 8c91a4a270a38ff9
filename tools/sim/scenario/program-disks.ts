// The disks of a run's programs: a folder for each that asks for one, which a fault fills. It is taken away
// at the end.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";

/** What makes files longer, as a client's store and programs call it that wait for nothing. */
const WRITING = ["writeSync", "writeFileSync", "appendFileSync"] as const;

type Write = (file: unknown, ...args: unknown[]) => unknown;

export class ProgramDisks {
  private readonly folders = new Map<string, string>();
  /** How many faults fill each at the moment. */
  private readonly full = new Map<string, number>();
  private restore: (() => void) | undefined = undefined;

  /** A folder of its own for the program with this name, empty at first; it outlives a kill. */
  folderOf(name: string): string {
    const known = this.folders.get(name);
    if (known !== undefined) return known;
    const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "ringmote-program-")));
    this.folders.set(name, folder);
    return folder;
  }

  /** From now on no file of these programs gets longer. */
  fill(names: readonly string[]): void {
    for (const name of names) this.full.set(name, (this.full.get(name) ?? 0) + 1);
    this.restore ??= writingBy((write) => (file, ...args) => {
      if (this.isFull(file))
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      return write(file, ...args);
    });
  }

  free(names: readonly string[]): void {
    for (const name of names) this.full.set(name, (this.full.get(name) ?? 0) - 1);
  }

  /** Gives the process its own writing back, and takes the folders away. */
  remove(): void {
    this.restore?.();
    for (const folder of this.folders.values()) fs.rmSync(folder, { recursive: true, force: true });
  }

  /** A file by its path or its descriptor. */
  private isFull(file: unknown): boolean {
    const folders = [...this.folders].flatMap(([name, folder]) =>
      (this.full.get(name) ?? 0) > 0 ? [folder] : [],
    );
    return folders.some((folder) =>
      typeof file === "number" ? holds(folder, file) : resolve(String(file)).startsWith(folder + sep),
    );
  }
}

/** Is the open file one of the folder's? */
function holds(folder: string, descriptor: number): boolean {
  const { ino } = fs.fstatSync(descriptor);
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.some((name) => fs.statSync(join(folder, name), { throwIfNoEntry: false })?.ino === ino);
}

/** Puts these in the place of what writes; returns what puts that back. */
function writingBy(around: (write: Write) => Write): () => void {
  const before = WRITING.map((name) => [name, fs[name]] as const);
  for (const [name, write] of before) Reflect.set(fs, name, around(write as Write));
  syncBuiltinESMExports();
  return () => {
    for (const [name, write] of before) Reflect.set(fs, name, write);
    syncBuiltinESMExports();
  };
}
