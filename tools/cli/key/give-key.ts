// Gives a simulated device its key: a record in the folder of the others.
import { statSync } from "node:fs";
import { KEY_RECORD } from "../../../src/update/key.ts";
import { FolderStorage } from "../../sim/worlds/folder-storage.ts";
import { RunError, UsageError } from "../words/failure.ts";

export function giveKey(folder: string, record: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UsageError(`${folder} is no folder; --storage names the one of ringmote run --storage.`);
  const storage = new FolderStorage(folder);
  if (storage.set(KEY_RECORD, record).get(KEY_RECORD) !== record)
    throw new RunError(`The key could not be written into ${folder}; may you write there?`);
}
