// The path of a store, and the reasons why a store cannot be there.
import { readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "this user may put no more on the disk",
  EFBIG: "the file may not be longer",
  EROFS: "the disk can only be read",
  EIO: "the disk has failed",
  EACCES: "permission denied for this user",
  EPERM: "permission denied for this user",
  ENOENT: "its folder is not there",
  EISDIR: "its lock is a folder",
  ENOTDIR: "a part of the path is no folder",
  ELOOP: "its links go in a circle",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "this process has too many files open",
  ENFILE: "the system has too many files open",
};

/** The system's error, in words. */
export function diskWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const words = code === undefined ? undefined : WORDS[code];
  return words === undefined ? message : `${words} (${code})`;
}

/** After a store's name: the file that locks it, and the one that takes its place once it is whole. */
export const STORE_LOCK = ".lock";
export const STORE_REPLACEMENT = ".new";

/**
 * The file itself behind all links, which may not exist yet. Throws a sentence where no store can be there.
 */
export function storePath(file: string): string {
  const path = pathBehindLinks(file);
  // Another client would treat such a file as its own lock or replacement, and delete it.
  for (const end of [STORE_LOCK, STORE_REPLACEMENT])
    if (path.endsWith(end))
      throw new Error(
        `The store ${file} has a name that ends in ${end}, as the files beside a store do; name another one.`,
      );
  return path;
}

function pathBehindLinks(file: string): string {
  const status = statusOf(file);
  if (status === undefined) return pathToMake(file, file);
  if (status.isDirectory())
    throw new Error(`The store ${file} is a folder; name a file, such as ${join(file, "messages")}.`);
  if (!status.isFile()) throw new Error(`The store ${file} is no regular file; name another one.`);
  return realpathSync(file);
}

function statusOf(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cannotBeOpened(file, error);
  }
}

export function cannotBeOpened(file: string, error: unknown): Error {
  return new Error(
    `The store ${file} cannot be opened: ${diskWords(error)}. Mend that, or name another file.`,
  );
}

/** A link may lead to a file that is missing. */
function pathToMake(path: string, file: string): string {
  const folder = dirname(path);
  if (statusOf(folder)?.isDirectory() !== true)
    throw new Error(`The store ${file} has no folder ${folder}; make it, or name a file in another one.`);
  const made = join(realpathSync(folder), basename(path));
  const target = linkTarget(made);
  return target === undefined ? made : pathToMake(resolve(dirname(made), target), file);
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
