// A digest of the tools' sources: the same for the same sources, whenever they were written and wherever they lie.
// @ts-check
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOMS = ["boards", "firmware", "src", "tools"];
/** It says which files the package's own names mean. */
const PACKAGE = "package.json";

/** What a process may begin with, by its name when it is compiled. */
export const ENTRIES = {
  main: "tools/cli/main.ts",
  "build-worker-process": "tools/image/keep/build-worker-process.ts",
  "fleet-part-process": "tools/cli/fleet/part-process.ts",
};

/**
 * The digest of the sources below a folder. It looks at the texts: a date may be set back.
 * @param {string} root
 */
export function digestOfSources(root) {
  const hash = createHash("sha256");
  for (const path of [PACKAGE, ...sourcesOf(root)]) {
    const text = readFileSync(join(root, path));
    hash.update(`${path} ${text.length}\0`).update(text);
  }
  return hash.digest("hex").slice(0, 32);
}

/**
 * Their paths from the folder, in an order that does not depend on the disk.
 * @param {string} root
 */
export function sourcesOf(root) {
  return ROOMS.flatMap((room) => sourcesBelow(root, room));
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function sourcesBelow(root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourcesBelow(root, path);
      return /\.[jt]s$/.test(path) ? [path] : [];
    })
    .sort();
}
