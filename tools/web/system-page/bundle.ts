// The files of a system's page: its page.ts, with ringmote/page.ts and the client in it, and the shell that
// all such pages have.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Files, filesIn } from "../../files/file-archive.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { PACKED } from "../../start/packed.js";
import { BUNDLE } from "../bundle.ts";
import { modulesOfPages } from "./modules-of-pages.ts";

const SHELL = join(packageFolder, "tools", "web", "system-page", "page");

/** Where the package as it is installed has the page of a system in one file. */
export const packedSystemPage = (system: string): string => join(PACKED, `${system}.page.br`);

/** By their paths below the page's address. `file`: its page.ts. */
export async function systemPageFiles(system: string, file: string): Promise<Files> {
  const made = join(packageFolder, packedSystemPage(system));
  return existsSync(made) ? filesIn(readFileSync(made)) : bundleSystemPage(file);
}

/** Throws esbuild's error for what is wrong in the page. */
export async function bundleSystemPage(file: string): Promise<Files> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    ...BUNDLE,
    entryPoints: { page: file, styles: join(SHELL, "styles.css") },
    splitting: false,
    plugins: [modulesOfPages],
    alias: { "ringmote/page.ts": join(SHELL, "open-page.ts") },
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  return files.set("index.html", readFileSync(join(SHELL, "index.html")));
}
