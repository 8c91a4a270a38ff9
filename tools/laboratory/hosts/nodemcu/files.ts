// The chip's file system: the image's files and the device's records in one flat list of names.
import type { Answers } from "./operations.ts";

export interface Files extends Answers {
  contents: (name: string) => string | undefined;
  /**
   * Lets the power go in the middle of a change of a file: `changes` more are done, then the next one stops.
   * A write that is stopped leaves the first `keptBytes` of its contents; a remove or rename is not done.
   */
  cutPower: (changes: number, keptBytes: number) => void;
  /** Counts a change of the flash that is none of a file. The power may go instead of it. */
  change: () => void;
}

export interface FilesOptions {
  /** What was flashed; the program can remove from it. */
  image: Map<string, string>;
  /** Where everything written goes. */
  storage: Map<string, string>;
  totalBytes: number;
  powerLost: () => never;
}

/** A page of SPIFFS that every file takes for its name. */
const FILE_OVERHEAD_BYTES = 256;

export function createFiles({ image, storage, totalBytes, powerLost }: FilesOptions): Files {
  let selected = "";
  let cut: { changes: number; keptBytes: number } | undefined;

  const contents = (name: string) => storage.get(name) ?? image.get(name);

  function names(): string[] {
    return [...new Set([...image.keys(), ...storage.keys()])].sort();
  }

  function used(): number {
    return names().reduce((sum, name) => sum + FILE_OVERHEAD_BYTES + (contents(name) as string).length, 0);
  }

  function remove(name: string): void {
    storage.delete(name);
    image.delete(name);
  }

  /** Counts one change. Returns whether the power goes in the middle of it. */
  function countChange(): boolean {
    if (cut === undefined) return false;
    cut.changes -= 1;
    return cut.changes < 0;
  }

  function change(): void {
    if (countChange()) powerLost();
  }

  /** False when the world's store has not taken it. */
  function put(name: string, bytes: string): boolean {
    storage.set(name, bytes);
    return storage.get(name) === bytes;
  }

  function write(name: string, bytes: string): number {
    const old = contents(name);
    const growth = bytes.length - (old === undefined ? -FILE_OVERHEAD_BYTES : old.length);
    if (used() + growth > totalBytes) return 0;
    if (countChange()) {
      storage.set(name, bytes.substring(0, cut?.keptBytes));
      powerLost();
    }
    return put(name, bytes) ? 1 : 0;
  }

  return {
    contents,
    cutPower: (changes, keptBytes) => {
      cut = { changes, keptBytes };
    },
    change,
    selectName: (_, name) => {
      selected = name;
      return undefined;
    },
    fileRead: (_, name) => contents(name),
    fileSize: (_, name) => contents(name)?.length ?? -1,
    fileWrite: (_, bytes) => write(selected, bytes),
    fileRemove: (_, name) => {
      change();
      remove(name);
      return undefined;
    },
    fileRename: (_, to) => {
      const bytes = contents(selected);
      if (bytes === undefined || contents(to) !== undefined) return 0;
      change();
      if (!put(to, bytes)) return 0;
      remove(selected);
      return 1;
    },
    fileList: () =>
      names()
        .map((name) => `${contents(name)?.length} ${name}\n`)
        .join(""),
    filesUsed: used,
    filesTotal: () => totalBytes,
  };
}
