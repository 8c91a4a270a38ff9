// The modules that a device's author wrote, held against the types and the device language without building
// anything: what a device is refused for in an image, it is refused for in Node, in the same words.
import { sep } from "node:path";
import type ts from "typescript";
import { packageFolder } from "../../files/package-folder.ts";
import { requireDeviceLanguage } from "../subset/subset.ts";
import { modulesFrom, rememberRight, uncheckedOf } from "./checked-modules.ts";
import { modulesInOrder, requireModules } from "./modules.ts";
import { createProgram, requireTypes } from "./program.ts";

/** Parts of this package that its own checks have found right. */
const CHECKED = ["src", "boards"].map(
  (room) => `${packageFolder}${packageFolder.endsWith(sep) ? "" : sep}${room}${sep}`,
);
/** No target's names are known: the device runs on this computer. */
const NO_GLOBALS: readonly string[] = [];

/** Refuses a module, and its author's others that it imports, for a wrong type. */
export function requireOwnTypes(file: string): void {
  const program = createProgram({ trees: [], roots: [file] });
  const modules = modulesOf(file, program);
  requireTypes(
    program,
    modules,
    modules.filter(({ fileName }) => isOwn(fileName)),
  );
}

/** Refuses them for a wrong type, or for what is outside the device language. */
export function requireOwnModules(file: string): void {
  const program = createProgram({ trees: [], roots: [file] });
  const modules = modulesOf(file, program);
  requireModules(modules);
  const unchecked = uncheckedOf(modules, program, NO_GLOBALS).filter(({ fileName }) => isOwn(fileName));
  requireTypes(program, modules, unchecked);
  const ordered = modulesInOrder(program, file).filter((module) => unchecked.includes(module.file));
  requireDeviceLanguage(ordered, program.getTypeChecker(), { target: undefined, globals: NO_GLOBALS });
  rememberRight(modules, program, NO_GLOBALS);
}

function modulesOf(file: string, program: ts.Program): ts.SourceFile[] {
  return modulesFrom(program.getSourceFile(file) as ts.SourceFile, program);
}

function isOwn(file: string): boolean {
  return !file.endsWith(".d.ts") && !CHECKED.some((folder) => file.startsWith(folder));
}
