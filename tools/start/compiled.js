// The compiled tools of a checkout's sources as they are, which this computer made of them once.
// @ts-check
import { createHash, randomBytes } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { digestOfSources } from "./sources.js";

/** Written last: a folder without it is not finished. */
const RECORD = "compiled.json";
/** What a folder has in its name until it is. */
const UNFINISHED = ".new-";
/** Older ones may be loaded from by who runs still; so many stay in any case. */
const KEPT = 3;
const KEPT_MS = 3_600_000;

/** @param {string} root */
function cacheFolder(root) {
  return join(root, "node_modules", ".cache", "ringmote", "compiled");
}

/**
 * A folder with the compiled tools of a package; makes it where there is none. Throws where that is not possible.
 * @param {string} root the package's folder
 */
export async function compiledFolder(root) {
  const digest = digestOfSources(root);
  // A link may lead several packages to one cache, and what is made there points to one of them.
  const place = createHash("sha256").update(`${root}\0${digest}`).digest("hex").slice(0, 32);
  const folder = join(cacheFolder(root), place);
  if (!isCompiled(folder, digest)) await makeCompiled(root, folder, digest);
  return folder;
}

/**
 * Compiles the tools into a folder that is there as a whole afterwards.
 * @param {string} root
 * @param {string} folder
 * @param {string} digest of the sources
 */
async function makeCompiled(root, folder, digest) {
  const cache = cacheFolder(root);
  mkdirSync(cache, { recursive: true });
  const own = join(cache, UNFINISHED + randomBytes(8).toString("hex"));
  try {
    const { compile } = await import("./compile.js");
    const { files } = await compile(root, join(realpathSync(dirname(folder)), basename(folder)));
    mkdirSync(own);
    for (const [name, content] of files) writeFileSync(join(own, name), content);
    const sizes = [...files].map(([name, content]) => [name, content.length]);
    writeFileSync(join(own, RECORD), JSON.stringify({ digest, files: Object.fromEntries(sizes) }));
    if (digestOfSources(root) !== digest) throw new Error("The sources were edited meanwhile.");
    sweep(cache);
    putInPlace(own, folder, digest);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/**
 * Whether a folder holds what these sources were compiled to, whole.
 * @param {string} folder
 * @param {string} digest
 */
function isCompiled(folder, digest) {
  try {
    const record = JSON.parse(readFileSync(join(folder, RECORD), "utf8"));
    if (record.digest !== digest) return false;
    return Object.entries(record.files).every(([name, size]) => statSync(join(folder, name)).size === size);
  } catch {
    return false;
  }
}

/**
 * Another start may have been faster; what it made is as good.
 * @param {string} own
 * @param {string} folder
 * @param {string} digest
 */
function putInPlace(own, folder, digest) {
  if (isCompiled(folder, digest)) return;
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(own, folder);
  } catch (error) {
    if (!isCompiled(folder, digest)) throw error;
  }
}

/**
 * Takes away what was made of sources that are gone, and what was never finished.
 * @param {string} cache
 */
function sweep(cache) {
  const made = readdirSync(cache)
    .filter((name) => /^[0-9a-f]{32}$/.test(name) || name.startsWith(UNFINISHED))
    .map((name) => join(cache, name))
    .flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found === undefined ? [] : [{ path, age: Date.now() - found.mtimeMs }];
    })
    .sort((a, b) => a.age - b.age);
  for (const { path, age } of made.slice(KEPT))
    if (age > KEPT_MS) rmSync(path, { recursive: true, force: true });
}
