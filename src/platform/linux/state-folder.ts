// Folder of a device's state under Linux: its records, and the parts of images beside them.
import { join } from "node:path";
import { UpdateFolder } from "../node/update-folder.ts";

/** Where systemd lets a service keep its state; beside the program where nobody says. */
export function stateFolder(program: string): string {
  return process.env.STATE_DIRECTORY ?? join(program, "state");
}

/** A folder of its own: what lies in the other one is records. */
export function partsIn(folder: string): UpdateFolder {
  return new UpdateFolder(join(folder, "parts"));
}
