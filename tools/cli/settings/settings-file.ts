// The file that settings are written to: it holds passwords, so only its owner reads it, and it replaces
// nothing but settings.
import { closeSync, lstatSync, openSync, readSync } from "node:fs";
import { FileError, reasonOf } from "../../files/file-error.ts";
import { replaceSecret } from "../../files/whole-file.ts";

/** How a record of settings begins, of whatever version. */
const BEGINNING = /^ringmote \d+\n/;
const MOST_OF_IT = 16;

/** Writes the record into a file that is not there yet, is empty, or holds settings. Throws a FileError. */
export function writeSettingsFile(path: string, record: string): void {
  try {
    const why = whyNotReplaced(path);
    if (why !== undefined)
      throw new FileError(`${path} ${why}; name a new file, or one that holds settings.`);
    replaceSecret(path, record);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new FileError(`The settings cannot be written into ${path}: ${reason}.`);
  }
}

function whyNotReplaced(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return "is a link, and settings with their passwords go where no link leads";
  if (!stats.isFile()) return "is no file that settings can be kept in";
  return stats.size === 0 || BEGINNING.test(beginningOf(path))
    ? undefined
    : "holds something other than settings";
}

function beginningOf(path: string): string {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(MOST_OF_IT);
    return bytes.toString("latin1", 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
