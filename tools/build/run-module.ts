// Runs a module of a firmware in Node for the value that it exports, wherever its folder is and whatever kind of
// package it is in: the module and all that it imports are bundled first, with this package under its own name.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { type BuildFailure, build, type Plugin } from "esbuild";
import { at, BuildError } from "./build-error.ts";
import { unknownName } from "./nearest-name.ts";
import { createProgram, importedFile, requireTypes, shownPath } from "./program.ts";

/**
 * The default export of a module, given by its absolute path; `undefined` when it has none. One that fails when it runs is
 * refused in the words of its types where they have any: these know the line, and what was meant.
 */
export async function defaultExportOf(file: string): Promise<unknown> {
  const code = await bundle(file);
  const url = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
  try {
    const module = (await import(url)) as { default?: unknown };
    return module.default;
  } catch (error) {
    const program = createProgram({ trees: [], roots: [file] });
    requireTypes(
      program,
      program.getSourceFiles().filter(({ fileName }) => fileName === file),
    );
    const reason = error instanceof Error ? error.message : String(error);
    throw new BuildError(`${shownPath(file)} fails when it runs: ${reason}`);
  }
}

async function bundle(file: string): Promise<string> {
  try {
    const { outputFiles } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: "esm",
      platform: "neutral",
      logLevel: "silent",
      plugins: [ownName],
    });
    return outputFiles[0]?.text ?? "";
  } catch (error) {
    throw new BuildError(
      (error as BuildFailure).errors.map(({ text, location }) => {
        const place = location === null ? undefined : { file: shownPath(location.file), line: location.line };
        return at(place, text);
      }),
    );
  }
}

/** `ringmote` and `ringmote/...` are this package, as they are for the build. */
const ownName: Plugin = {
  name: "ringmote",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^ringmote(?:\/|$)/ }, ({ path, importer }) => {
      const found = importedFile(path, importer);
      const fault = found === undefined ? `"${path}" is not a part of ringmote` : missingModule(found);
      return fault === undefined ? { path: found } : { errors: [{ text: fault }] };
    });
  },
};

/** A driver or a board that is not there, with the nearest one; its `.ts` belongs to its name. */
function missingModule(file: string): string | undefined {
  if (existsSync(file)) return undefined;
  const folder = dirname(file);
  const known = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  return unknownName(`module in ${shownPath(folder)}/`, basename(file), known);
}
