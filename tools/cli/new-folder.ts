// The folder of a new firmware: copied from the template or from another firmware, under its own name.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFolder } from "../build/package-folder.ts";
import { RunError, UsageError } from "./failure.ts";

export const TEMPLATE = fileURLToPath(new URL("./templates/device", import.meta.url));

const PROJECT_OPTIONS = fileURLToPath(new URL("./templates/project/tsconfig.json", import.meta.url));

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

/** Where a firmware of this name goes: into this package's firmware when the work is done there, else here. */
export function newFolder(name: string): string {
  requireName(name);
  const folder = isCheckout() ? join(packageFolder, "firmware", name) : join(process.cwd(), name);
  if (!existsSync(folder)) return folder;
  throw new UsageError(
    `The folder ${shown(folder)} is there already; take another name, or remove it first.`,
  );
}

/** Is this package the project that is worked on, rather than one that is installed for it? */
export function isCheckout(): boolean {
  return !relative(packageFolder, process.cwd()).startsWith("..") && !packageFolder.includes("node_modules");
}

/** A path as it is typed here. */
export function shown(folder: string): string {
  return relative(process.cwd(), folder) || ".";
}

/**
 * Copies a firmware and calls the copy by the name of its folder. `deviceName` is what the device in `from` is called.
 * Returns the names of the files.
 */
export function copyFirmware(from: string, deviceName: string, folder: string): string[] {
  try {
    cpSync(from, folder, { recursive: true, errorOnExist: true });
    const files = readdirSync(folder).sort();
    for (const file of files) {
      const path = join(folder, file);
      writeFileSync(path, renamed(readFileSync(path, "utf8"), basename(from), deviceName, folder));
    }
    return files;
  } catch (error) {
    throw new RunError(`The folder ${shown(folder)} cannot be written: ${(error as Error).message}.`);
  }
}

/** What an editor needs to see types, in a folder that has no such file: TypeScript's options. */
export function addProjectFiles(): void {
  const options = join(process.cwd(), "tsconfig.json");
  if (!existsSync(options)) cpSync(PROJECT_OPTIONS, options);
}

/** The text with the new name where the old ones stood: as the device's, at the head of a file, and in topics. */
function renamed(text: string, oldFolder: string, oldDevice: string, folder: string): string {
  const name = basename(folder);
  const heads = [oldFolder, oldDevice].map((old) => [
    new RegExp(`^(// |# |// What )${old}\\b`, "gm"),
    `$1${name}`,
  ]);
  const inTopics = [new RegExp(`\\bhome/${oldDevice}-`, "g"), `home/${name}-`] as const;
  const declared = [new RegExp(`\\bname: "${oldDevice}"`), `name: "${name}"`] as const;
  const documents = `${relative(folder, join(packageFolder, "docs"))}/`;
  return ([...heads, inTopics, declared] as (readonly [RegExp, string])[])
    .reduce((changed, [pattern, by]) => changed.replace(pattern, by), text)
    .replaceAll(DOCUMENTS, documents);
}
