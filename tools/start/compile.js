// The tools as JavaScript: their entry, and in pieces of its own what only some commands load. What npm installed stays where it is.
// @ts-check
import { readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { ENTRIES, sourcesOf } from "./sources.js";

/**
 * The files by their names, as they are to lie in a folder of the package.
 * @param {string} root the package's folder
 * @param {string} folder where they will lie
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function compile(root, folder) {
  const { build } = await import("esbuild");
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: folder,
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20.19",
    external: Object.keys({ ...dependencies, ...devDependencies }),
    // As in the sources: a name may be shown.
    keepNames: true,
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
    plugins: [asInSources(root, folder)],
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}

/**
 * A module that asks where it is means its source, beside which it finds what it reads.
 * @param {string} root
 * @param {string} folder
 * @returns {import("esbuild").Plugin}
 */
function asInSources(root, folder) {
  const own = "import.meta.url";
  const asking = new Set(
    sourcesOf(root)
      .filter((path) => path.endsWith(".ts") && readFileSync(join(root, path), "utf8").includes(own))
      .map((path) => join(root, path)),
  );
  const names = [...new Set([...asking].map((path) => basename(path, ".ts")))];
  return {
    name: "places of the sources",
    setup: ({ onLoad }) => {
      onLoad({ filter: new RegExp(`[/\\\\](${names.join("|")})\\.ts$`) }, ({ path }) => {
        if (!asking.has(path)) return undefined;
        const from = JSON.stringify(urlFrom(folder, path));
        const contents = readFileSync(path, "utf8").replaceAll(own, `new URL(${from}, ${own}).href`);
        return { contents, loader: "ts" };
      });
    },
  };
}

/**
 * The relative address of a file: the package may lie anywhere.
 * @param {string} folder
 * @param {string} file
 */
function urlFrom(folder, file) {
  return relative(folder, file).split(sep).map(encodeURIComponent).join("/");
}
