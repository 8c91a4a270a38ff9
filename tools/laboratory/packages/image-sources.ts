// Of the sources below src, those that images and devices are made of: what a device file can import, what
// runs on each engine, and all that these import, types too. What is only for programs is in the package as
// JavaScript.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { importedFile } from "../../compiler/source/imported-file.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { FACES } from "./entries.ts";

/** What a device file imports by name, besides drivers and boards: these stand in src itself. */
const OF_DEVICES = /^src\/[^/]+$/;
/** Devices in a program run there; no image does. */
const FOR_PROGRAMS = "node";

/** Their paths from the package's folder. */
export function imageSources(): string[] {
  const src = join(packageFolder, "src");
  const engines = readdirSync(join(src, "platform")).filter((name) => name !== FOR_PROGRAMS);
  const files = new Set<string>();
  const waiting = [
    ...Object.values(FACES)
      .filter((path) => OF_DEVICES.test(path))
      .map((path) => join(packageFolder, path)),
    ...filesBelow(join(src, "drivers")),
    ...engines.flatMap((name) => filesBelow(join(src, "platform", name))),
    ...filesBelow(join(packageFolder, "boards")),
  ];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (file.endsWith(".ts")) waiting.push(...importsOf(file));
  }
  return [...files]
    .filter((file) => file.startsWith(join(src, "/")))
    .map((file) => relative(packageFolder, file));
}

function importsOf(file: string): string[] {
  const { importedFiles, referencedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
  return [
    ...importedFiles.flatMap(({ fileName }) => importedFile(fileName, file) ?? []),
    ...referencedFiles.map(({ fileName }) => resolve(dirname(file), fileName)),
  ];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}
