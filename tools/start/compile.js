// The tools as JavaScript: their entry, and in pieces of its own what only some commands load. What npm installed stays where it is.
// @ts-check
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, relative, sep } from "node:path";
import { ENTRIES, sourcesOf } from "./sources.js";

/** Large packages in CommonJS: an `import` has each read twice, for its form and for its names, before it is compiled. */
const REQUIRED = ["typescript", "typescript-to-lua/dist/LuaAST.js"];

/**
 * The files by their names, as they are to lie in a folder of the package, and what esbuild says of them.
 * @param {string} root the package's folder
 * @param {string} folder where they will lie
 * @param {Record<string, string>} [entries] their sources from the package's folder, by the names of what is made of them
 * @param {import("esbuild").BuildOptions} [more] what is asked for besides
 * @returns {Promise<{ files: Map<string, Uint8Array>, metafile: import("esbuild").Metafile }>}
 */
export async function compile(root, folder, entries = ENTRIES, more = {}) {
  const { build } = await import("esbuild");
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    external: Object.keys({ ...dependencies, ...devDependencies }),
    sourcemap: "linked",
    sourcesContent: false,
    logLevel: "silent",
    plugins: [required(root), asInSources(root, folder)],
    ...more,
    write: false,
    metafile: true,
  });
  const nameOf = (/** @type {string} */ path) => relative(folder, path).split(sep).join("/");
  return { files: new Map(outputFiles.map(({ path, contents }) => [nameOf(path), contents])), metafile };
}

/**
 * Has those of these packages that stay where they are loaded by `require`, with what they export by its names.
 * @param {string} root
 * @returns {import("esbuild").Plugin}
 */
function required(root) {
  const namespace = "required";
  const load = createRequire(join(root, "package.json"));
  return {
    name: "packages in CommonJS",
    setup: ({ initialOptions: { external = [] }, onResolve, onLoad }) => {
      const stay = REQUIRED.filter((path) => external.includes(path.split("/", 1)[0] ?? path));
      onResolve({ filter: new RegExp(`^(${stay.join("|")})$`) }, ({ path, kind }) =>
        kind === "import-statement" ? { path, namespace } : undefined,
      );
      onLoad({ filter: /./, namespace }, ({ path }) => {
        const module = load(path);
        const exports = module.__esModule
          ? Object.keys(module).map((name) => `export const ${name} = module.${name};`)
          : ["export default module;"];
        const loaded = `const module = createRequire(import.meta.url)(${JSON.stringify(path)});`;
        return { contents: [`import { createRequire } from "node:module";`, loaded, ...exports].join("\n") };
      });
    },
  };
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
