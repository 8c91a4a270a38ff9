// Folder whose names are brought to the disk: a new name, or one that has changed, is there when its folder is.
import { closeSync, fsyncSync, openSync } from "node:fs";

/** Blocks for some milliseconds. Throws where the folder cannot be opened. */
export function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
