// Modules that were found right in this process need no second look, as long as nothing that they import has changed:
// whoever edits a device builds again and again what it runs on.
import type ts from "typescript";
import { isImport } from "./modules.ts";
import { importedFile } from "./program.ts";

type Imports = readonly (ts.SourceFile | undefined)[];

/** The modules that were right beside a target's globals, each with the trees of what it imported then. */
const right = new Map<string, WeakMap<ts.SourceFile, Imports>>();

/** The modules of a program that are to be checked: new ones, and those that come to a new one by their imports. */
export function uncheckedModules(program: ts.Program, globals: readonly string[]): Set<ts.SourceFile> {
  const before = right.get(globals.join("\n"));
  const modules = modulesOf(program).map((file) => ({ file, imports: importsOf(file, program) }));
  const unchecked = new Set<ts.SourceFile>();
  for (const { file, imports } of modules) {
    const then = before?.get(file);
    if (then === undefined || imports.some((one, index) => one !== then[index])) unchecked.add(file);
  }
  for (let size = -1; size !== unchecked.size; ) {
    size = unchecked.size;
    for (const { file, imports } of modules)
      if (imports.some((one) => one !== undefined && unchecked.has(one))) unchecked.add(file);
  }
  return unchecked;
}

/** Remembers that all modules of a program are right. */
export function rememberRight(program: ts.Program, globals: readonly string[]): void {
  const key = globals.join("\n");
  const known = right.get(key) ?? new WeakMap<ts.SourceFile, Imports>();
  right.set(key, known);
  for (const file of modulesOf(program)) known.set(file, importsOf(file, program));
}

function modulesOf(program: ts.Program): ts.SourceFile[] {
  return program.getSourceFiles().filter((file) => !file.isDeclarationFile);
}

function importsOf(file: ts.SourceFile, program: ts.Program): Imports {
  return file.statements.filter(isImport).map(({ moduleSpecifier }) => {
    const name = importedFile(moduleSpecifier.text, file.fileName);
    return name === undefined ? undefined : program.getSourceFile(name);
  });
}
