// The package as it is installed: the sources that images are made of, and the tools, the modules and the
// page ready to run.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { archiveOf, type Files } from "../../files/file-archive.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { BUNDLES, bundlesOf } from "../../image/keep/kept-bundle.ts";
import { pageOf, systemNames } from "../../sim/scenario/systems.ts";
import { PACKED } from "../../start/packed.js";
import { bundlePage, PACKED_PAGE } from "../../web/bundle.ts";
import { licenceTexts } from "../../web/licences.ts";
import { bundleSystemPage, packedSystemPage } from "../../web/system-page/bundle.ts";
import { declarationsOf } from "./declarations.ts";
import { unlinkMissing } from "./documents.ts";
import { exportsOf, FACES, partsAndBoards } from "./entries.ts";
import { imageSources } from "./image-sources.ts";
import { readyParts, readyTools, WITHIN } from "./ready.ts";

/** A folder whose names alone are read: the ready tools have what stands in the files. */
const NAMES = "tools/sim/parts/i2c";
/** What goes in as it stands: folders and files. */
const COPIED = [
  "README.md",
  "LICENSE",
  "boards",
  "firmware",
  "docs",
  // Of the tools, what the ready ones read, or start by its path.
  "tools/cli/ringmote.js",
  "tools/cli/templates",
  "tools/start/load.js",
  "tools/start/packed.js",
  "tools/image/keep/build-worker-process.js",
  "tools/cli/fleet/part-process.js",
  NAMES,
];
/** Of these folders, what is for who works on ringmote, and records of what was measured. */
const LEFT_OUT =
  /^docs\/(pictures|contributing|.*\.json$|(architecture|brokers|compiler|conformance|conformance-5|decisions|dependencies|esphome|mutation|peers|performance|reliability|rooms|sizes)\.md$)|^firmware\/.*\.test\.ts$/;
/** What package.json says of a package, and not of a checkout. */
const FIELDS = ["name", "version", "description", "keywords", "license", "type", "engines", "bin"] as const;
/** What a device's test is typed by, which runs in Node, and what the sources for NodeMCU are. */
const TYPES = ["@types/node", "@typescript-to-lua/language-extensions"];
/** Commands that read every board and firmware, and keep them as bundles. */
const READ_ALL = ["boards", "list"];

/** Makes it as a folder below the checkout, in which what npm installed is found. */
export async function makeProduct(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const put = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const path of COPIED)
    cpSync(join(packageFolder, path), join(folder, path), {
      recursive: true,
      filter: (from) => !LEFT_OUT.test(relative(packageFolder, from)),
    });
  for (const path of imageSources()) put(path, readFileSync(join(packageFolder, path)));
  for (const path of sourcesIn(NAMES)) put(path, "");
  const own = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const { files: tools, metafile } = await readyTools(Object.keys(own.dependencies));
  const declarations = await declarationsOf({ ...FACES, ...partsAndBoards() });
  for (const [name, content] of [...tools, ...(await readyParts()), ...declarations])
    put(join(PACKED, name), content);
  put(join(PACKED, "LICENSES.txt"), licenceTexts(metafile));
  put(PACKED_PAGE, archiveOf(await bundlePage()));
  for (const name of systemNames()) {
    const page = pageOf(name);
    if (page !== undefined) put(packedSystemPage(name), archiveOf(await bundleSystemPage(page)));
  }
  const said = Object.fromEntries(FIELDS.map((field) => [field, own[field]]));
  const dependencies = namedIn(tools.values(), own.dependencies);
  put(
    "package.json",
    `${JSON.stringify({ ...said, exports: exportsOf(PACKED), dependencies }, undefined, 2)}\n`,
  );
  unlinkMissing(folder, own.repository?.url?.replace(/^git\+|\.git$/g, ""));
  put(BUNDLES, archiveOf(bundlesMadeIn(folder)));
}

/** Their paths from the package's folder. */
function sourcesIn(folder: string): string[] {
  const files = readdirSync(join(packageFolder, folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).map((file) => join(folder, file));
}

/**
 * Of the packages that a checkout needs, those that the ready tools load: the others are in them, or in the
 * page.
 */
function namedIn(
  files: Iterable<Uint8Array>,
  dependencies: Readonly<Record<string, string>>,
): Record<string, string> {
  const text = [...files].map((content) => new TextDecoder().decode(content)).join("\n");
  const isLoaded = (name: string) => new RegExp(`["'\`]${name}["'\`/]`).test(text);
  return Object.fromEntries(
    Object.entries(dependencies).filter(
      ([name]) => (isLoaded(name) && !WITHIN.includes(name)) || TYPES.includes(name),
    ),
  );
}

/** What its first commands keep, to come with it. */
function bundlesMadeIn(folder: string): Files {
  for (const command of READ_ALL)
    execFileSync(process.execPath, [join(folder, "tools/cli/ringmote.js"), command], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  const bundles = bundlesOf(folder);
  rmSync(join(folder, "node_modules"), { recursive: true });
  const kept = [...bundles.keys()].filter((name) => name.startsWith("firmware/")).length;
  if (kept === 0) throw new Error("No firmware was kept as a bundle.");
  return bundles;
}
