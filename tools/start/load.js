// Loads the tools as they were compiled of the sources beside them, and where that is not possible the sources themselves.
// @ts-check
import { fileURLToPath, pathToFileURL } from "node:url";
import { compiledFolder } from "./compiled.js";
import { ENTRIES } from "./sources.js";

const PACKAGE = new URL("../../", import.meta.url);

/**
 * What an entry exports.
 * @param {keyof typeof ENTRIES} entry
 */
export async function load(entry) {
  // What nobody foresaw is told with the lines of the sources.
  process.setSourceMapsEnabled(true);
  try {
    const folder = await compiledFolder(fileURLToPath(PACKAGE));
    return await import(`${pathToFileURL(folder)}/${entry}.js`);
  } catch {
    // The disk is full, or this user may not write there.
    const { register } = await import("tsx/esm/api");
    register();
    return await import(new URL(ENTRIES[entry], PACKAGE).href);
  }
}
