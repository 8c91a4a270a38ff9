// A folder that a person has named, written as a whole: first beside its place, and then renamed. Of one that
// it replaces only files go that are known.
import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { FileError, reasonOf } from "./file-error.ts";
import { type FolderKind, foldersOf, LITTER, whyNotReplaced } from "./folder-kind.ts";
import { writeNewFile } from "./whole-file.ts";

/** Paths below the folder, with "/" between their parts, and their contents. */
export type FolderFiles = Iterable<readonly [path: string, content: string | Uint8Array]>;

/** The number of times that another writer of the same folder may get in between. */
const MOST_TRIES = 5;
const TAKEN = ["ENOTEMPTY", "EEXIST"];

/**
 * The reason why a folder is not written there, a sentence; `undefined` when it is, as far as one can tell
 * before.
 */
function whyNotWritten(shown: string, kind: FolderKind): string | undefined {
  const folder = resolve(shown);
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  const within = nearestThere(dirname(folder));
  if (!statSync(within).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
  accessSync(within, constants.W_OK);
  if (stats === undefined) return undefined;
  const why = whyNotReplaced(folder, shown, stats, kind);
  if (why !== undefined) return why;
  const here = statSync(process.cwd());
  if (here.ino === stats.ino && here.dev === stats.dev)
    return `The folder ${shown} is the one that you are in, and would be replaced; name another one.`;
  if (statSync(dirname(folder)).dev !== stats.dev)
    return `The folder ${shown} is where a disk is mounted, which cannot be replaced; name a folder in it.`;
  return undefined;
}

/** Throws a FileError where such a folder cannot be written, as far as one can tell before. */
export function requireFolder(shown: string, kind: FolderKind): void {
  const why = attempt(shown, kind, () => whyNotWritten(shown, kind));
  if (why !== undefined) throw new FileError(why);
}

/** Writes the folder, whole or not at all. Throws a FileError; then the old folder is there. */
export function writeFolder(shown: string, kind: FolderKind, files: FolderFiles): void {
  requireFolder(shown, kind);
  attempt(shown, kind, () => {
    const folder = resolve(shown);
    const parent = dirname(folder);
    const there = nearestThere(parent);
    const beside = join(parent, `.${basename(folder).slice(0, 40)}.${randomBytes(4).toString("hex")}`);
    const fresh = `${beside}.new`;
    try {
      mkdirSync(parent, { recursive: true });
      fill(fresh, kind, files);
      takePlace(fresh, folder, beside, shown, kind);
    } catch (error) {
      rmSync(fresh, { recursive: true, force: true });
      for (let made = parent; made !== there; made = dirname(made)) removeEmpty(made);
      throw error;
    }
  });
}

function fill(fresh: string, { isSecret = false }: FolderKind, files: FolderFiles): void {
  const modes = isSecret ? { folder: 0o700, file: 0o600 } : { folder: 0o777, file: 0o666 };
  mkdirSync(fresh, { mode: modes.folder });
  for (const [path, content] of files) {
    const file = join(fresh, ...path.split("/"));
    mkdirSync(dirname(file), { recursive: true, mode: modes.folder });
    writeNewFile(file, content, modes.file);
  }
}

/**
 * Puts the new folder in place of the old one, which is checked again once nobody finds it by its name any
 * more.
 */
function takePlace(fresh: string, folder: string, beside: string, shown: string, kind: FolderKind): void {
  const replaced: string[] = [];
  for (let tries = 1; ; tries++) {
    const old = `${beside}.${tries}.old`;
    const before = moveAside(folder, old);
    try {
      const why = before && whyNotReplaced(old, shown, before, kind);
      if (why !== undefined) throw new FileError(why);
      if (before !== undefined && !kind.isSecret) chmodSync(fresh, before.mode & 0o7777);
      renameSync(fresh, folder);
    } catch (error) {
      const isTaken = TAKEN.includes((error as NodeJS.ErrnoException).code ?? "");
      if (isTaken && tries < MOST_TRIES) {
        if (before !== undefined) replaced.push(old);
        continue;
      }
      if (before !== undefined) putBack(old, folder, shown);
      throw error;
    }
    if (before !== undefined) replaced.push(old);
    for (const path of replaced) removeOld(path, shown, kind);
    return;
  }
}

/** The old folder's kind; `undefined` where there is nothing. */
function moveAside(folder: string, old: string): Stats | undefined {
  try {
    renameSync(folder, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return lstatSync(old);
}

function putBack(old: string, folder: string, shown: string): void {
  try {
    renameSync(old, folder);
  } catch {
    throw new FileError(`Another program has taken ${shown}; what was there before is in ${old}.`);
  }
}

/** Removes only a folder that is known to be of its kind. */
function removeOld(old: string, shown: string, { what, filesIn }: FolderKind): void {
  try {
    const paths = filesIn?.(old) ?? [];
    const folders = [...foldersOf(paths)].sort((a, b) => b.length - a.length);
    for (const path of paths) rmSync(join(old, path), { force: true });
    for (const folder of [...folders, ""]) {
      for (const name of LITTER) rmSync(join(old, folder, name), { force: true });
      rmdirSync(join(old, folder));
    }
  } catch (error) {
    throw new FileError(`${what} is in ${shown}; what it replaced is left in ${old}: ${reasonOf(error)}.`);
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It was not made, or another program has put something there.
  }
}

/** The nearest existing folder above: new ones are made in it. */
function nearestThere(folder: string): string {
  return statSync(folder, { throwIfNoEntry: false }) === undefined ? nearestThere(dirname(folder)) : folder;
}

/** Reports the computer's refusal in a sentence. */
function attempt<T>(shown: string, { what }: FolderKind, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const reason = error instanceof FileError ? undefined : reasonOf(error);
    if (reason === undefined) throw error;
    throw new FileError(`${what} cannot be written into ${shown}: ${reason}.`);
  }
}
