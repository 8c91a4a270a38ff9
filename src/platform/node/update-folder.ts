// The parts of images as files of a folder, each on the disk with its name before a call returns. What
// switches is a record, which the storage renames into its place.
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { UpdateStore } from "../../ports/update-store.ts";
import { HASHES } from "./hash.ts";
import { syncFolder } from "./synced-folder.ts";

const PART_NAME = /^rm-[0-9a-f]{12}$/;
const BLOCK_BYTES = 4096;
/** All parts together take no more, however large the disk is. */
const MOST_BYTES = 16_777_216;
const FOR_ITS_OWNER = 0o600;

/** A folder that cannot be used has no part, and takes none. */
export class UpdateFolder implements UpdateStore {
  constructor(private readonly folder: string) {}

  readonly isPart = (name: string): boolean => PART_NAME.test(name);

  readonly parts = (): string[] => {
    try {
      return readdirSync(this.folder).filter(this.isPart).sort();
    } catch {
      return [];
    }
  };

  readonly lengthOf = (name: string): number => {
    return statSync(join(this.folder, name), { throwIfNoEntry: false })?.size ?? 0;
  };

  readonly digestOf = (name: string): string => {
    const content = this.contentOf(name);
    return content === undefined ? "" : HASHES.sha256(content);
  };

  readonly append = (name: string, at: number, bytes: string): boolean => {
    try {
      if (mkdirSync(this.folder, { recursive: true, mode: 0o700 }) !== undefined)
        syncFolder(dirname(this.folder));
      const file = openSync(join(this.folder, name), at === 0 ? "w" : "r+", FOR_ITS_OWNER);
      try {
        const written = writeSync(file, Buffer.from(bytes, "latin1"), 0, bytes.length, at);
        fsyncSync(file);
        if (at === 0) syncFolder(this.folder);
        return written === bytes.length;
      } finally {
        closeSync(file);
      }
    } catch {
      return false;
    }
  };

  readonly remove = (name: string): void => {
    try {
      rmSync(join(this.folder, name), { force: true });
    } catch {
      // It stays, as on flash that takes nothing: whoever counts on its end looks.
    }
  };

  readonly costOf = (bytes: number): number => Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;

  readonly freeBytes = (): number => {
    const used = this.parts().reduce((sum, name) => sum + this.costOf(this.lengthOf(name)), 0);
    try {
      const { bavail, bsize } = statfsSync(this.folder);
      return Math.max(0, Math.min(MOST_BYTES - used, bavail * bsize));
    } catch {
      return MOST_BYTES - used;
    }
  };

  /** As a byte string; `undefined`: it is not there. */
  contentOf(name: string): string | undefined {
    try {
      return readFileSync(join(this.folder, name), "latin1");
    } catch {
      return undefined;
    }
  }
}
