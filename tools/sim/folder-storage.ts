// A device's storage as a folder of this computer: one file for each record.
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a record may be called (ports/storage.ts); other files in the folder are none. */
const RECORD_NAME = /^[\w.-]{1,28}$/;
const UNFINISHED = ".new";

/** The records in memory; each `set` also replaces its file, whole or not at all. */
export class FolderStorage extends Map<string, string> {
  /** Reads the folder, which is made when it is missing. Throws when it cannot be. */
  constructor(private readonly folder: string) {
    super();
    mkdirSync(folder, { recursive: true });
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isFile() || !RECORD_NAME.test(entry.name) || entry.name.endsWith(UNFINISHED)) continue;
      super.set(entry.name, readFileSync(join(folder, entry.name), "latin1"));
    }
  }

  override set(name: string, bytes: string): this {
    const path = join(this.folder, name);
    writeFileSync(path + UNFINISHED, bytes, { encoding: "latin1", mode: 0o600 });
    renameSync(path + UNFINISHED, path);
    return this.setInMemory(name, bytes);
  }

  /** Sets a record for this run only, as one that holds a secret given on the command line. */
  setInMemory(name: string, bytes: string): this {
    return super.set(name, bytes);
  }
}
