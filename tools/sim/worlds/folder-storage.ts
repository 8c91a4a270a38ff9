// A device's storage as a folder of this computer: one file for each record.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { reasonOf } from "../../files/file-error.ts";
import { replaceSecret, UNFINISHED } from "../../files/whole-file.ts";

/** What a record may be called (ports/storage.ts); other files in the folder are none. */
const RECORD_NAME = /^[\w.-]{1,28}$/;

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

  /**
   * What the computer does not store stays as it was, as on a chip whose flash is full: whoever sets it
   * looks.
   */
  override set(name: string, bytes: string): this {
    try {
      replaceSecret(join(this.folder, name), bytes);
    } catch (error) {
      if (reasonOf(error) === undefined) throw error;
      return this;
    }
    return this.setInMemory(name, bytes);
  }

  /** Removes the record and its file; what the computer does not remove stays. */
  override delete(name: string): boolean {
    try {
      rmSync(join(this.folder, name), { force: true });
    } catch (error) {
      if (reasonOf(error) === undefined) throw error;
      return false;
    }
    return super.delete(name);
  }

  /** Sets a record for this run only, as one that holds a secret given on the command line. */
  setInMemory(name: string, bytes: string): this {
    return super.set(name, bytes);
  }
}
