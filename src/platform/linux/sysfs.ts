// Files in which the kernel shows the machine's hardware. Each holds a value of one line; one that is
// not there counts as no value.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Sysfs {
  /** The text of a file without its line end; `undefined` where it cannot be read. */
  read: (path: string) => string | undefined;
  /** False where it cannot be written. */
  write: (path: string, text: string) => boolean;
  /** The names in a folder, in their order; none where it cannot be read. */
  list: (path: string) => string[];
}

/** `root`: in place of "/", for tests. */
export function sysfs(root = "/"): Sysfs {
  return {
    read(path) {
      try {
        return readFileSync(join(root, path), "latin1").replace(/[\n\0]+$/, "");
      } catch {
        return undefined;
      }
    },
    write(path, text) {
      try {
        writeFileSync(join(root, path), text);
        return true;
      } catch {
        return false;
      }
    },
    list(path) {
      try {
        return readdirSync(join(root, path)).sort();
      } catch {
        return [];
      }
    },
  };
}
