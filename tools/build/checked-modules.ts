// Modules that were found right in this process need no second look, as long as nothing that they come to by their imports
// has changed: whoever edits a device builds again and again what it runs on.
import type ts from "typescript";
import { MESSAGES } from "./discovery.ts";
import { importedFile } from "./imported-file.ts";
import { isImport } from "./modules.ts";

/** A tree, or the name of one that has the same types in every build. */
type Imports = readonly (ts.SourceFile | string | undefined)[];

/** The modules that were right beside a target's globals, each with the trees of all that it came to then. */
const right = new Map<string, WeakMap<ts.SourceFile, Imports>>();

/** The modules of a program that are to be checked: new ones, and those that come to another tree than when they were right. */
export function uncheckedModules(program: ts.Program, globals: readonly string[]): Set<ts.SourceFile> {
  const before = right.get(globals.join("\n"));
  const unchecked = new Set<ts.SourceFile>();
  for (const [file, reached] of reachedByImports(program)) {
    const then = before?.get(file);
    const isSame = then?.length === reached.length && reached.every((one, index) => one === then[index]);
    if (!isSame) unchecked.add(file);
  }
  return unchecked;
}

/** Remembers that all modules of a program are right. */
export function rememberRight(program: ts.Program, globals: readonly string[]): void {
  const key = globals.join("\n");
  const known = right.get(key) ?? new WeakMap<ts.SourceFile, Imports>();
  right.set(key, known);
  for (const [file, reached] of reachedByImports(program)) known.set(file, reached);
}

/** For each module all that it imports, and what that imports: a type may come from the last of them. */
function reachedByImports(program: ts.Program): Map<ts.SourceFile, Imports> {
  const modules = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  const imports = new Map(modules.map((file) => [file, importsOf(file, program)]));
  const reachedFrom = (file: ts.SourceFile): Imports => {
    const reached = new Set(imports.get(file));
    for (const one of reached)
      for (const next of (typeof one === "object" && imports.get(one)) || []) reached.add(next);
    return [...reached];
  };
  return new Map(modules.map((file) => [file, reachedFrom(file)]));
}

function importsOf(file: ts.SourceFile, program: ts.Program): Imports {
  return file.statements.filter(isImport).map(({ moduleSpecifier }) => {
    const name = importedFile(moduleSpecifier.text, file.fileName);
    if (name === MESSAGES) return name;
    return name === undefined ? undefined : program.getSourceFile(name);
  });
}
