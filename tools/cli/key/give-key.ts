// Gives a device its key: a record beside the others, in a folder or on a board.
import { statSync } from "node:fs";
import { KEY_RECORD } from "../../../src/update/key.ts";
import { FolderStorage } from "../../sim/worlds/folder-storage.ts";
import { boardIdentity } from "../board-identity.ts";
import { atBoard, type PortOptions } from "../device-port.ts";
import { RunError, UsageError } from "../words/failure.ts";

export function giveKey(folder: string, record: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UsageError(`${folder} is no folder; --storage names the one of ringmote run --storage.`);
  const storage = new FolderStorage(folder);
  if (storage.set(KEY_RECORD, record).get(KEY_RECORD) !== record)
    throw new RunError(`The key could not be written into ${folder}; may you write there?`);
}

/** Over the cable, to the board of the device `identity` alone, which starts anew with it. */
export function giveKeyToBoard(at: PortOptions, identity: string, record: string): Promise<void> {
  return atBoard(at, async (board) => {
    requireIdentity(boardIdentity(board.found, await board.readSettings()), identity);
    await board.writeKey(record);
    await board.restart();
  });
}

function requireIdentity(found: string, identity: string): void {
  if (found === identity) return;
  throw new RunError(
    found === ""
      ? "The board has no image yet, so that nobody knows its identity; flash it first, and give it the key then."
      : `The board is ${found}, and not ${identity}; nothing was written. A key that several devices have is given by "ringmote key give <name> --to ${found}".`,
  );
}
