// Images that were built before, kept beside the installed packages: who flashes a second board, or the same
// one again, does not wait for a build. The tests, the bench and the record of sizes ask for the same ones
// hundreds of times.
import { createHash, type Hash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { importedFile } from "../../compiler/source/imported-file.ts";
import { importedNames } from "../../compiler/source/imported-names.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { replaceFile } from "../../files/whole-file.ts";
import { PACKED } from "../../start/packed.js";
import type { Image } from "../../targets/image.ts";
import { type BuildOptions, buildImage, type OnStep } from "../build.ts";
import { firmwareFolder } from "../firmware/firmware.ts";

/** The folder that packages are installed in: the one that holds this package, or the one in its checkout. */
const INSTALLED =
  basename(dirname(packageFolder)) === "node_modules"
    ? dirname(packageFolder)
    : join(packageFolder, "node_modules");
const FOLDER = join(INSTALLED, ".cache", "ringmote-images");
/** The sources and tools of every image. */
const SOURCES = [
  "src",
  "boards",
  "tools/image",
  "tools/compiler",
  "tools/files",
  "tools/targets",
  "tools/update",
  // Those that an installed package has.
  PACKED,
  "package.json",
  "package-lock.json",
];
const IN_PACKAGE = join(packageFolder, "/");
/** An image that nobody has built for so long belongs to a source that is gone. */
const KEPT_MS = 3 * 86_400_000;
/**
 * The most images: somebody who edits and builds all day must not fill the disk, and an image takes some
 * hundred kilobytes.
 */
const MOST_KEPT = 500;

/**
 * The sources that this process runs. It builds later ones with the build as it was, so these images are for
 * itself.
 */
const OF_THIS_PROCESS = packageSources();

const inThisProcess = new Map<string, Promise<Image>>();

/**
 * The image that these options make of the present sources: built when none of the same ones is kept. Throws
 * as `buildImage` does.
 */
export async function keptImage(options: BuildOptions, onStep?: OnStep): Promise<Image> {
  const key = imageKey(options);
  const image = inThisProcess.get(key) ?? fromDisk(key) ?? buildAndKeep(options, key, onStep);
  inThisProcess.set(key, image);
  return image;
}

function fromDisk(key: string): Promise<Image> | undefined {
  try {
    const [digest, text] = readFileSync(join(FOLDER, key), "utf8").split("\n", 2);
    // Built anew: otherwise a change by a disk or a hand would be flashed.
    if (digest !== digestOf(key, text)) return undefined;
    return Promise.resolve(JSON.parse(text, withUndefined) as Image);
  } catch {
    return undefined;
  }
}

async function buildAndKeep(options: BuildOptions, key: string, onStep?: OnStep): Promise<Image> {
  const isOfKey = () => imageKey(options) === key;
  try {
    const image = await buildImage(options, onStep);
    if (packageSources() === OF_THIS_PROCESS && isOfKey()) toDisk(key, image);
    return image;
  } finally {
    // Edited while it was built: nobody knows which text it is of.
    if (!isOfKey()) inThisProcess.delete(key);
  }
}

function toDisk(key: string, image: Image): void {
  try {
    mkdirSync(FOLDER, { recursive: true });
    sweep();
    const text = JSON.stringify(image);
    replaceFile(join(FOLDER, key), `${digestOf(key, text)}\n${text}`);
  } catch {
    // Where this user may not write, or the disk is full, it is built again the next time.
  }
}

/** The digest of a kept image and of its key: one in the place of another does not count. */
function digestOf(key: string, text: string): string {
  return createHash("sha256").update(`${key}\n${text}`).digest("hex");
}

/** JSON writes a line without an origin as null. */
function withUndefined(_key: string, value: unknown): unknown {
  return Array.isArray(value) ? value.map((entry) => entry ?? undefined) : value;
}

/**
 * The same for options and sources that make the same image. Of a firmware it looks at its modules and at all
 * that they import, wherever that is; nothing of what it looks at was run. Throws a BuildError when there is
 * no such firmware.
 */
export function imageKey(options: BuildOptions): string {
  const folder = firmwareFolder(options.firmware);
  const hash = createHash("sha256").update(JSON.stringify({ ...options, firmware: folder }));
  hash.update(packageSources());
  const modules = modulesOf(["device.ts", "wiring.ts"].map((name) => join(folder, name)));
  for (const [file, text] of modules) add(hash, file, text);
  // Lines of modules elsewhere are named from where the build was started.
  if ([...modules.keys()].some((file) => !file.startsWith(IN_PACKAGE))) hash.update(process.cwd());
  return hash.digest("hex").slice(0, 32);
}

/**
 * The modules of a firmware by their paths, and all that they import, but for what is in `packageSources`.
 */
function modulesOf(files: readonly string[], modules = new Map<string, string>()): Map<string, string> {
  for (const file of files) {
    if (modules.has(file) || !existsSync(file) || isPackageSource(file)) continue;
    const text = readFileSync(file, "utf8");
    modules.set(file, text);
    const names = importedNames(text);
    modulesOf(
      names.flatMap((name) => importedFile(name, file) ?? []),
      modules,
    );
  }
  return modules;
}

function isPackageSource(file: string): boolean {
  return SOURCES.some((source) => file.startsWith(join(IN_PACKAGE, source, "/")));
}

/** A digest of this package's sources, of its build, and of the versions of what it builds with. */
function packageSources(): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) addAll(hash, join(packageFolder, source));
  for (const name of dependencies()) addAll(hash, join(INSTALLED, name, "package.json"));
  return hash.digest("hex");
}

function dependencies(): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  return Object.keys(dependencies);
}

function addAll(hash: Hash, path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    for (const name of readdirSync(path).sort()) addAll(hash, join(path, name));
  } else if (stats !== undefined) add(hash, path, readFileSync(path));
}

function add(hash: Hash, path: string, text: string | Buffer): void {
  hash.update(`${path.length} ${path} ${text.length}\0`).update(text);
}

/** Removes old images, and the oldest of too many. */
function sweep(): void {
  const kept = readdirSync(FOLDER).flatMap((name) => {
    const path = join(FOLDER, name);
    // Another process may have taken it away meanwhile.
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? [] : [{ path, age: Date.now() - stats.mtimeMs }];
  });
  kept.sort((a, b) => a.age - b.age);
  for (const [index, { path, age }] of kept.entries())
    if (index >= MOST_KEPT || age > KEPT_MS) rmSync(path, { force: true });
}
