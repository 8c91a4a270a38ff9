// The folder of a new firmware: copied from the template or from another firmware, under its own name.
import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { FileError, reasonOf } from "../../files/file-error.ts";
import type { FolderKind } from "../../files/folder-kind.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { replaceFile } from "../../files/whole-file.ts";
import { UsageError } from "../words/failure.ts";

export const TEMPLATE = fileURLToPath(new URL("../templates/device", import.meta.url));

const PROJECT_OPTIONS = fileURLToPath(new URL("../templates/project/tsconfig.json", import.meta.url));

export const DEVICE: FolderKind = { what: "The device" };

/** What a device's own name stands in; other files of its folder are copied as they are. */
const TEXTS = [".ts", ".js", ".md", ".json"];
const NAME = /^[a-z][a-z0-9-]*$/;
/** How a firmware's documents lead to those of this package. */
const DOCUMENTS = "../../docs/";

/** Throws a UsageError when it is no name for a device and its folder. */
export function requireName(name: string): void {
  if (!NAME.test(name))
    throw new UsageError(
      `The name "${name}" is none for a device; it is made of lower-case letters, digits and "-", and begins with a letter.`,
    );
}

/**
 * Where a firmware of this name goes: into this package's firmware when the work is done there, else here.
 */
export function newFolder(name: string): string {
  requireName(name);
  const folder = isCheckout() ? join(packageFolder, "firmware", name) : join(process.cwd(), name);
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return folder;
  throw new UsageError(
    `The folder ${pathFromHere(folder)} is there already; take another name, or remove it first.`,
  );
}

/** Is this package the project that is worked on, rather than one that is installed for it? */
export function isCheckout(): boolean {
  return !relative(packageFolder, process.cwd()).startsWith("..") && !packageFolder.includes("node_modules");
}

/** A path as it is typed here. */
export function pathFromHere(folder: string): string {
  return relative(process.cwd(), folder) || ".";
}

/**
 * The files of a firmware's copy, which is called by the name of its folder. `deviceName` is what the device
 * in `from` is called. Throws a FileError.
 */
export function copiedFirmware(
  from: string,
  deviceName: string,
  folder: string,
): [path: string, content: string | Uint8Array][] {
  try {
    return filesBelow(from).map((path) => {
      const file = join(from, path);
      if (!TEXTS.includes(extname(file))) return [path, readFileSync(file)];
      return [path, renamed(readFileSync(file, "utf8"), basename(from), deviceName, folder)];
    });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new FileError(`The folder ${pathFromHere(from)} cannot be copied: ${reason}.`);
  }
}

/** Paths with "/" between their parts. What is installed there is no part of a firmware. */
function filesBelow(folder: string, below = ""): string[] {
  return readdirSync(join(folder, below))
    .filter((name) => name !== "node_modules")
    .flatMap((name) => {
      const path = `${below}${name}`;
      const entry = statSync(join(folder, path), { throwIfNoEntry: false });
      if (entry?.isDirectory()) return filesBelow(folder, `${path}/`);
      return entry?.isFile() ? [path] : [];
    });
}

/**
 * What an editor needs to see types, in a folder that has no such file: TypeScript's options. Is it new?
 * Throws a FileError.
 */
export function addProjectFiles(): boolean {
  const options = join(process.cwd(), "tsconfig.json");
  if (lstatSync(options, { throwIfNoEntry: false }) !== undefined) return false;
  try {
    replaceFile(options, readFileSync(PROJECT_OPTIONS));
    return true;
  } catch (error) {
    throw new FileError(`The file tsconfig.json cannot be written: ${reasonOf(error)}. The device is whole.`);
  }
}

/**
 * The text with the new name where the old ones stood: as the device's, at the head of a file, in topics, and
 * in its test's path.
 */
function renamed(text: string, oldFolder: string, oldDevice: string, folder: string): string {
  const name = basename(folder);
  const ownPath = isCheckout() ? relative(packageFolder, folder) : name;
  const heads = [oldFolder, oldDevice].map((old) => [
    new RegExp(`^(// |# |// Tests of )${old}\\b`, "gm"),
    `$1${name}`,
  ]);
  const inTopics = [new RegExp(`\\bhome/${oldDevice}-`, "g"), `home/${name}-`] as const;
  const inPaths = [
    new RegExp(`(--test )(?:firmware/)?(?:${oldFolder}|${oldDevice})/`, "g"),
    `$1${ownPath}/`,
  ] as const;
  const declared = [new RegExp(`\\bname: "${oldDevice}"`), `name: "${name}"`] as const;
  const documents = `${relative(folder, join(packageFolder, "docs"))}/`;
  return ([...heads, inTopics, inPaths, declared] as (readonly [RegExp, string])[])
    .reduce((changed, [pattern, by]) => changed.replace(pattern, by), text)
    .replaceAll(DOCUMENTS, documents);
}
