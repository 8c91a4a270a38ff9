// Loads the tools: those that the package brings ready made, and in a checkout those that are compiled of the sources beside
// them, or where that is not possible the sources themselves.
// @ts-check
import { existsSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PACKED } from "./packed.js";

const PACKAGE = new URL("../../", import.meta.url);

/**
 * What an entry exports.
 * @param {keyof typeof import("./sources.js").ENTRIES} entry
 */
export async function load(entry) {
  // What nobody foresaw is told with the lines of the sources.
  process.setSourceMapsEnabled(true);
  const made = new URL(`${PACKED}/${entry}.js`, PACKAGE);
  if (existsSync(made)) return await import(made.href);
  const { compiledFolder } = await import("./compiled.js");
  try {
    const folder = await compiledFolder(fileURLToPath(PACKAGE));
    return await import(`${pathToFileURL(folder)}/${entry}.js`);
  } catch {
    // The disk is full, or this user may not write there.
    const { register } = await import("tsx/esm/api");
    register();
    const { ENTRIES } = await import("./sources.js");
    return await import(new URL(ENTRIES[entry], PACKAGE).href);
  }
}
