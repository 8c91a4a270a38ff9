// Bundles of the firmware and the boards of this package, kept: a command that names them all does not wait
// for thirty bundles. The packed package brings them along; a checkout makes each at the first request.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { type Files, filesIn } from "../../files/file-archive.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { replaceFile } from "../../files/whole-file.ts";
import { PACKED } from "../../start/packed.js";

export interface Bundle {
  code: string;
  map: string;
}

/** The origin of a bundle. */
export interface Made {
  /** Its start, by `Date.now()`. */
  begun: number;
  inputs: readonly string[];
}

interface Kept extends Bundle {
  /** Its sources, by their paths in the package. */
  inputs: readonly string[];
  digest: string;
}

/** The file in which the installed package has all of them. */
export const BUNDLES = join(PACKED, "bundles.br");
/** The folder for others, below a package's. */
const MADE_BUNDLES = join("node_modules", ".cache", "ringmote", "bundles");
const MADE_HERE = join(packageFolder, MADE_BUNDLES);
const ENDING = ".json.gz";
/**
 * A file that changed so shortly before may have been read before it changed: the clock of a disk is coarse.
 */
const UNSURE_MS = 100;
/** Only bundles that are requested again and again; their imports are all of this package. */
const ROOMS = ["boards", "firmware"].map((room) => join(packageFolder, room, sep));
/** Other files that decide a bundle's content; of an installed package, its own package.json alone. */
const MAKERS = [
  "package.json",
  "tsconfig.json",
  "tools/image/firmware/run-module.ts",
  "tools/image/firmware/made-at.ts",
].filter((path) => existsSync(join(packageFolder, path)));

let packed: Files | undefined;

/** The bundle of a module, when one is kept that was made of the sources as they are. */
export function keptBundle(file: string): Bundle | undefined {
  if (!ROOMS.some((room) => file.startsWith(room))) return undefined;
  return usable(() => packedText(file)) ?? usable(() => textMadeHere(file));
}

/** Keeps a bundle for the next request, unless its sources were edited meanwhile. Returns whether it did. */
export function keepBundle(
  file: string,
  bundle: Bundle,
  { begun, inputs }: Made,
  folder = MADE_HERE,
): boolean {
  const own = inputs.map((input) => relative(packageFolder, resolve(input)).split(sep).join("/"));
  const isOwn = own.every((path) => !path.startsWith("../") && !path.includes("node_modules/"));
  if (!isOwn || !ROOMS.some((room) => file.startsWith(room))) return false;
  try {
    if (inputs.some((input) => statSync(input).ctimeMs > begun - UNSURE_MS)) return false;
    const place = placeIn(folder, file);
    mkdirSync(dirname(place), { recursive: true });
    const kept: Kept = { inputs: own, digest: digestOf(own), ...bundle };
    replaceFile(place, gzipSync(JSON.stringify(kept)));
    return true;
  } catch {
    // Where this user may not write, or the disk is full, it is bundled again the next time.
    return false;
  }
}

function usable(read: () => string): Bundle | undefined {
  try {
    const { inputs, digest, code, map } = JSON.parse(read()) as Kept;
    return digestOf(inputs) === digest ? { code, map } : undefined;
  } catch {
    // There is none, it is broken, or one of its sources is gone.
    return undefined;
  }
}

function packedText(file: string): string {
  packed ??= filesIn(readFileSync(join(packageFolder, BUNDLES)));
  return Buffer.from(packed.get(nameOf(file)) ?? []).toString();
}

function textMadeHere(file: string): string {
  return gunzipSync(readFileSync(placeIn(MADE_HERE, file))).toString();
}

/** All that a package in this folder keeps, as `BUNDLES` holds them. */
export function bundlesOf(folder: string): Files {
  const kept = join(folder, MADE_BUNDLES);
  const paths = readdirSync(kept, { recursive: true, encoding: "utf8" });
  const bundles = paths.filter((path) => path.endsWith(ENDING));
  const named = (path: string) => path.slice(0, -ENDING.length).split(sep).join("/");
  return new Map(bundles.map((path) => [named(path), gunzipSync(readFileSync(join(kept, path)))]));
}

function placeIn(folder: string, file: string): string {
  return join(folder, nameOf(file) + ENDING);
}

/** "firmware/climate/device.ts". */
function nameOf(file: string): string {
  return relative(packageFolder, file).split(sep).join("/");
}

function digestOf(inputs: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of [...MAKERS, ...inputs]) {
    const text = readFileSync(join(packageFolder, path));
    hash.update(`${path} ${text.length}\0`).update(text);
  }
  return hash.digest("hex");
}
