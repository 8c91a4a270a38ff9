// The device's records as files of a folder, each whole or not at all: written beside, brought to the disk,
// then renamed.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { syncFolder } from "../node/synced-folder.ts";

/** What a record may be called (ports/storage.ts); other files in the folder are none. */
const RECORD_NAME = /^[\w-][\w.-]{0,27}$/;
const UNFINISHED = ".part";

/**
 * The records in memory. `set` writes a file before it remembers; one that the disk does not take stays as it
 * was.
 */
export class DiskRecords extends Map<string, string> {
  /** Reads the folder, which is made when it is missing, for this user alone. Throws when it cannot be. */
  constructor(private readonly folder: string) {
    super();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isFile() && RECORD_NAME.test(entry.name) && !entry.name.endsWith(UNFINISHED))
        super.set(entry.name, readFileSync(join(folder, entry.name), "latin1"));
  }

  override set(name: string, bytes: string): this {
    try {
      this.replace(join(this.folder, name), bytes);
    } catch {
      return this;
    }
    return super.set(name, bytes);
  }

  private replace(path: string, bytes: string): void {
    const file = openSync(path + UNFINISHED, "w", 0o600);
    try {
      writeSync(file, bytes, null, "latin1");
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(path + UNFINISHED, path);
    syncFolder(this.folder);
  }
}
