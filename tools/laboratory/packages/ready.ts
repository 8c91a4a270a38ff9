// The tools and the modules as JavaScript, as they lie in the package. Nobody reads them: their sources are
// in the repository.
import type { Metafile } from "esbuild";
import { packageFolder } from "../../files/package-folder.ts";
import { compile } from "../../start/compile.js";
import { PACKED } from "../../start/packed.js";
import { ENTRIES } from "../../start/sources.js";
import { FACES, partsAndBoards } from "./entries.ts";

/**
 * Packages of which a small part is used, or that bring many others: they are in the tools, and are not
 * installed.
 */
export const WITHIN = ["typescript-to-lua", "uqr", "zod"];
/** What is in them in CommonJS asks for modules of Node by `require`. */
const REQUIRE =
  'import{createRequire as requireFrom}from"node:module";const require=requireFrom(import.meta.url);';

/** The files by their names below the package's folder of what is ready. */
export async function readyTools(
  dependencies: readonly string[],
): Promise<{ files: Map<string, Uint8Array>; metafile: Metafile }> {
  const entries = { ...ENTRIES, ...FACES };
  const { files, metafile } = await compileShort(entries, {
    external: dependencies.filter((name) => !WITHIN.includes(name)),
    banner: { js: REQUIRE },
    // They stand in a file of their own, whole.
    legalComments: "none",
  });
  return {
    files: new Map([...files].map(([name, content]) => [name, withoutNeedless(content)])),
    metafile,
  };
}

/** A piece in which nothing asks for `require` does not make one. */
function withoutNeedless(content: Uint8Array): Uint8Array {
  const text = Buffer.from(content).toString();
  const rest = text.replace(REQUIRE, "");
  return /\brequire\b/.test(rest) ? content : Buffer.from(rest);
}

/**
 * The same of what a device is made of: functions and facts, without a state that two could share. One file
 * each.
 */
export async function readyParts(): Promise<Map<string, Uint8Array>> {
  const { files } = await compileShort(partsAndBoards(), { splitting: false });
  return files;
}

function compileShort(entries: Record<string, string>, more: object): ReturnType<typeof compile> {
  return compile(packageFolder, `${packageFolder}/${PACKED}`, entries, {
    minify: true,
    sourcemap: false,
    ...more,
  });
}
