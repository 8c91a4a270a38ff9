// The page as a folder: what knows one that was written before, by the lists that lie in it, and what writes
// it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FolderKind } from "../files/folder-kind.ts";
import { type FolderFiles, requireFolder, writeFolder } from "../files/whole-folder.ts";
import { type Catalogue, imagePath, lfsPath, USUAL_LUAS_OF_LFS } from "./catalogue-types.ts";

/** The page's own files, as its service worker reads them; and what it offers, by which images lie there. */
export const LIST = "files.json";
export const CATALOGUE = "catalogue.json";

const PAGE: FolderKind = { what: "The page", replaces: "a page", filesIn: siteFiles };
const PLAIN_NAME = /^[\w-][\w.-]*$/;

/** Throws a FileError for a folder that `writeSiteFolder` would refuse. */
export function requireSiteFolder(folder: string): void {
  requireFolder(folder, PAGE);
}

/** Writes the page into its folder, in place of one that was there. Throws a FileError. */
export function writeSiteFolder(folder: string, files: FolderFiles): void {
  writeFolder(folder, PAGE, files);
}

function siteFiles(folder: string): readonly string[] | undefined {
  try {
    const list = read(folder, LIST) as readonly string[];
    const { version, firmware } = read(folder, CATALOGUE) as Catalogue;
    if (typeof version !== "string" || !list.includes(CATALOGUE)) return undefined;
    const images = firmware.flatMap(({ name, wirings }) =>
      wirings.flatMap(({ board }) => [
        imagePath(board, name),
        ...USUAL_LUAS_OF_LFS.map((kind) => lfsPath(board, name, kind)),
      ]),
    );
    const own = list.filter((path) => path !== "./");
    const areOurs = own.every((name) => PLAIN_NAME.test(name)) && images.every(isPlainPath);
    return areOurs ? [...own, LIST, ...images] : undefined;
  } catch {
    return undefined;
  }
}

function isPlainPath(path: string): boolean {
  return path.split("/").every((part) => !/^\.*$|\\/.test(part));
}

function read(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}
