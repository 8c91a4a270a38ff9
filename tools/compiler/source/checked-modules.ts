// Modules that were found right in this process need no second look, as long as nothing that they come to by
// their imports has changed: whoever edits a device builds again and again what it runs on.
import ts from "typescript";
import { importedFile } from "./imported-file.ts";
import { isImport } from "./modules.ts";

/** What a module comes to by its imports; `undefined` for a file that is not there. */
export type Imports = readonly (ts.SourceFile | undefined)[];

/**
 * The modules that were right beside a target's globals, each with the trees of all modules that it came to
 * then.
 */
const right = new Map<string, WeakMap<ts.SourceFile, Imports>>();

/** The modules to be checked: new ones, and those that come to another tree than when they were right. */
export function uncheckedOf(
  modules: readonly ts.SourceFile[],
  program: ts.Program,
  globals: readonly string[],
): ts.SourceFile[] {
  const before = right.get(globals.join("\n"));
  return modules.filter((file) => {
    const then = before?.get(file);
    return then === undefined || !comesTo(then, file, program);
  });
}

/** Does a module come to these trees, and no others? */
export function comesTo(then: Imports, file: ts.SourceFile, program: ts.Program): boolean {
  const reached = reachedFrom(file, program);
  return then.length === reached.length && reached.every((module, index) => module === then[index]);
}

/** Remembers that modules are right. */
export function rememberRight(
  modules: readonly ts.SourceFile[],
  program: ts.Program,
  globals: readonly string[],
): void {
  const key = globals.join("\n");
  const known = right.get(key) ?? new WeakMap<ts.SourceFile, Imports>();
  right.set(key, known);
  for (const file of modules) known.set(file, reachedFrom(file, program));
}

/** A module and all that it comes to by imports. */
export function modulesFrom(file: ts.SourceFile, program: ts.Program): ts.SourceFile[] {
  return [file, ...reachedFrom(file, program).filter((module) => typeof module === "object")];
}

const reached = new WeakMap<ts.Program, Map<ts.SourceFile, Imports>>();

/** All modules that a module imports, directly or not: a type may come from the last of them. */
export function reachedFrom(file: ts.SourceFile, program: ts.Program): Imports {
  const known = reached.get(program) ?? new Map<ts.SourceFile, Imports>();
  reached.set(program, known);
  const before = known.get(file);
  if (before !== undefined) return before;
  const modules = new Set(importsOf(file, program));
  for (const module of modules)
    if (typeof module === "object") for (const next of importsOf(module, program)) modules.add(next);
  const all = [...modules];
  known.set(file, all);
  return all;
}

function importsOf(file: ts.SourceFile, program: ts.Program): Imports {
  return file.statements.filter(isImport).map(({ moduleSpecifier }) => {
    const name = importedFile(moduleSpecifier.text, file.fileName);
    return name === undefined ? undefined : program.getSourceFile(name);
  });
}

/**
 * Does it say something of all modules of its program, by `declare global` or as no module itself? Another
 * firmware, and the next program, are not to be meant by that.
 */
export function tellsAll(file: ts.SourceFile): boolean {
  return (
    !file.isDeclarationFile && (!ts.isExternalModule(file) || file.statements.some(ts.isModuleDeclaration))
  );
}
