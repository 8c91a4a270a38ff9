// Checks that a path names an executable program.
import { accessSync, constants } from "node:fs";

/** May this be run? */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
