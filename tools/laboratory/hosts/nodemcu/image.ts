// The files flashed on a NodeMCU chip: a folder, or names with their contents.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** SPIFFS has no longer name. */
const LONGEST_NAME = 31;

/**
 * File name to contents, as byte strings. A folder's map files and the like (`.json`, `.map`) are left out.
 */
export function readImage(image: Readonly<Record<string, string>> | string): Map<string, string> {
  const files = new Map(typeof image === "string" ? readFolder(image) : Object.entries(image));
  for (const name of files.keys()) {
    if (name.length <= LONGEST_NAME) continue;
    throw new Error(
      `"${name}" has ${name.length} characters and a NodeMCU file name has at most ${LONGEST_NAME}; shorten it.`,
    );
  }
  return files;
}

function readFolder(folder: string): [string, string][] {
  return readdirSync(folder)
    .filter((name) => /\.(lua|lc)$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), "latin1")]);
}
