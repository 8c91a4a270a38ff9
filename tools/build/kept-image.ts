// Images that were built before, kept beside the installed packages: the tests, the bench and the record of sizes ask for
// the same ones hundreds of times. What a user builds is always built.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, buildImage } from "./build.ts";
import { firmwareFolder } from "./firmware.ts";
import type { Image } from "./image.ts";
import { packageFolder } from "./package-folder.ts";

const FOLDER = join(packageFolder, "node_modules", ".cache", "ringmote-images");
/** What every image is made of, and by. */
const SOURCES = ["src", "boards", "tools/build", "package-lock.json"];
/** An image that nobody has built for so long is of a source that is gone. */
const KEPT_MS = 3 * 86_400_000;

const inThisProcess = new Map<string, Promise<Image>>();

/**
 * The image of a firmware whose modules all lie in its folder or in this package's `src` and `boards`; built when none
 * is kept that was made of the same sources with the same options. Throws as `buildImage` does.
 */
export function keptImage(options: BuildOptions): Promise<Image> {
  const key = keyOf(options);
  const image = inThisProcess.get(key) ?? fromDisk(key) ?? buildAndKeep(options, key);
  inThisProcess.set(key, image);
  return image;
}

function fromDisk(key: string): Promise<Image> | undefined {
  try {
    return Promise.resolve(JSON.parse(readFileSync(join(FOLDER, key), "utf8"), withUndefined) as Image);
  } catch {
    return undefined;
  }
}

async function buildAndKeep(options: BuildOptions, key: string): Promise<Image> {
  const image = await buildImage(options);
  mkdirSync(FOLDER, { recursive: true });
  sweep();
  const own = join(FOLDER, `${key}.${process.pid}`);
  writeFileSync(own, JSON.stringify(image));
  renameSync(own, join(FOLDER, key));
  return image;
}

/** JSON writes a line without an origin as null. */
function withUndefined(_key: string, value: unknown): unknown {
  return Array.isArray(value) ? value.map((one) => one ?? undefined) : value;
}

function keyOf(options: BuildOptions): string {
  const hash = createHash("sha256").update(JSON.stringify(options));
  hash.update(commonSources());
  hashOf(firmwareFolder(options.firmware), hash);
  return hash.digest("hex").slice(0, 32);
}

let common: string | undefined;

function commonSources(): string {
  if (common !== undefined) return common;
  const hash = createHash("sha256");
  for (const source of SOURCES) hashOf(join(packageFolder, source), hash);
  common = hash.digest("hex");
  return common;
}

function hashOf(path: string, hash: ReturnType<typeof createHash>): void {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) hashOf(join(path, name), hash);
  } else hash.update(`${path.length} ${path}\0`).update(readFileSync(path));
}

function sweep(): void {
  for (const name of readdirSync(FOLDER)) {
    const path = join(FOLDER, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { force: true });
  }
}
