// The lines of a program that its author wrote. Those of this package are held to its own
// tests, and pay for no check.
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import { shownPath } from "../../files/shown-path.ts";
import type { SourcePlace } from "./build-error.ts";

const OWN = `${shownPath(join(packageFolder, "src"))}/`;

/** The file of the functions that a program gets for calls of JavaScript's library. */
export const LIBRARY_FILE = "library.ts";

/** What a target adds by itself has no file. */
export function isAuthors({ file }: SourcePlace): boolean {
  return file !== "" && file !== LIBRARY_FILE && !file.startsWith(OWN);
}

export function isLibrary({ file }: SourcePlace): boolean {
  return file === LIBRARY_FILE;
}
