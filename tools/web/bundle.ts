// The page's own files, made of tools/web/page by esbuild: what is needed later (chart, chip loader) is
// loaded later.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { BuildOptions } from "esbuild";
import { type Files, filesIn } from "../files/file-archive.ts";
import { packageFolder } from "../files/package-folder.ts";
import { PACKED } from "../start/packed.js";
import { licenceTexts } from "./licences.ts";
import { CATALOGUE, LIST } from "./site-folder.ts";

/** Where the package as it is installed has the page in one file. */
export const PACKED_PAGE = join(PACKED, "page.br");

/** Of what the page is made of; it links to them. */
const LICENCES = "LICENSES.txt";

const PAGE = join(packageFolder, "tools", "web", "page");
const MADE = join(packageFolder, PACKED_PAGE);

/** What esbuild is asked for. */
export const BUNDLE = {
  absWorkingDir: packageFolder,
  entryPoints: {
    page: join(PAGE, "main.ts"),
    styles: join(PAGE, "page.css"),
    worker: join(PAGE, "worker.ts"),
  },
  outdir: "/",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["chrome100", "edge100", "firefox115", "safari16"],
  minify: true,
  write: false,
  metafile: true,
  // They stand in a file of their own, whole.
  legalComments: "none",
  logLevel: "silent",
} satisfies BuildOptions;

/** The page, by the paths of its files below its address: as the installed package has it, or bundled now. */
export async function pageFiles(): Promise<Files> {
  return existsSync(MADE) ? filesIn(readFileSync(MADE)) : bundlePage();
}

/** Bundles the page. */
export async function bundlePage(): Promise<Files> {
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build(BUNDLE);
  const files = new Map<string, Uint8Array>();
  for (const { path, contents } of outputFiles) files.set(basename(path), contents);
  for (const name of ["index.html", "icon.svg"]) files.set(name, readFileSync(join(PAGE, name)));
  files.set(LICENCES, new TextEncoder().encode(licenceTexts(metafile)));
  // Where there is no network later, these are what the service worker has kept.
  const kept = ["./", ...files.keys(), CATALOGUE];
  files.set(LIST, new TextEncoder().encode(JSON.stringify(kept)));
  return files;
}
