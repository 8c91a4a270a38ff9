#!/usr/bin/env node
// Runs the tools as they were compiled of the sources beside them, and where that is not possible the sources themselves.
// @ts-check
import { fileURLToPath, pathToFileURL } from "node:url";
import { compiledFolder } from "../start/compiled.js";

process.exitCode = await (await loadMain())(process.argv.slice(2));

/** @returns {Promise<(args: string[]) => Promise<number>>} */
async function loadMain() {
  // What nobody foresaw is told with the lines of the sources.
  process.setSourceMapsEnabled(true);
  try {
    const folder = await compiledFolder(fileURLToPath(new URL("../../", import.meta.url)));
    return (await import(`${pathToFileURL(folder)}/main.js`)).main;
  } catch {
    // The disk is full, or this user may not write there.
    const { register } = await import("tsx/esm/api");
    register();
    return (await import("./main.ts")).main;
  }
}
