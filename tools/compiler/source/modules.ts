// The modules that an entry needs, in the order in which they run.
import ts from "typescript";
import { shownPath } from "../../files/shown-path.ts";
import { at, BuildError } from "./build-error.ts";
import { noModule } from "./no-module.ts";
import { sourcePlaceOf } from "./program.ts";

export interface Module {
  file: ts.SourceFile;
  /** Its place among the others: its path as sentences show it. */
  path: string;
  /** False when others use only its types: then it does not run. */
  runs: boolean;
}

/** The modules of an entry, in the device language and without type errors. */
export interface CheckedSource {
  modules: Module[];
  checker: ts.TypeChecker;
}

/**
 * Modules in dependency order, those that run first. Modules that need each other at run time are refused.
 */
export function modulesInOrder(program: ts.Program, entry: string): Module[] {
  const ordered: Module[] = [];
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];

  const visit = (file: ts.SourceFile, runs: boolean): void => {
    state.set(file.fileName, "open");
    trail.push(shownPath(file.fileName));
    for (const statement of importsOf(file)) {
      if (runs && isTypeOnly(statement)) continue;
      const target = importedFile(program, statement);
      if (state.get(target.fileName) === "done") continue;
      if (state.get(target.fileName) === "open") {
        if (!runs) continue;
        throw circle(statement, [
          ...trail.slice(trail.indexOf(shownPath(target.fileName))),
          shownPath(target.fileName),
        ]);
      }
      visit(target, runs);
    }
    trail.pop();
    state.set(file.fileName, "done");
    ordered.push({ file, path: shownPath(file.fileName), runs });
  };

  visit(program.getSourceFile(entry) as ts.SourceFile, true);
  for (const { file } of [...ordered]) {
    for (const statement of importsOf(file)) {
      const target = importedFile(program, statement);
      if (!state.has(target.fileName)) visit(target, false);
    }
  }
  return ordered;
}

/** Refuses imports of files that are no modules, whatever TypeScript would make of their text. */
export function requireModules(files: readonly ts.SourceFile[]): void {
  const imports = files.flatMap((file) => (file.isDeclarationFile ? [] : importsOf(file)));
  const sentences = imports.flatMap((statement) => {
    const cure = noModule(statement.moduleSpecifier.text);
    return cure === undefined ? [] : [at(sourcePlaceOf(statement), cure)];
  });
  if (sentences.length > 0) throw new BuildError(sentences);
}

/** Statements that name another module. */
export type Import = (ts.ImportDeclaration | ts.ExportDeclaration) & { moduleSpecifier: ts.StringLiteral };

export function isImport(statement: ts.Statement): statement is Import {
  return (
    (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
    statement.moduleSpecifier !== undefined
  );
}

/** Imports in the order of a file, then what it passes on by path: a face has its lines in an order for readers. */
function importsOf(file: ts.SourceFile): Import[] {
  const all = file.statements.filter(isImport);
  const passedOn = all.filter(ts.isExportDeclaration);
  return [...all.filter(ts.isImportDeclaration), ...passedOn.sort(byPlace)] as Import[];
}

/**
 * Modules that came after the sizes of images were first compared: they run behind the others, so that an image
 * without them stays as it was.
 */
const CAME_LATER = [
  "./device/declare/actuators/duration-input.ts",
  "./device/declare/rules/at.ts",
  "./device/declare/rules/every.ts",
  "./device/run/total.ts",
];

function byPlace({ moduleSpecifier: a }: Import, { moduleSpecifier: b }: Import): number {
  const late = Number(CAME_LATER.includes(a.text)) - Number(CAME_LATER.includes(b.text));
  return late === 0 ? Number(a.text > b.text) - Number(a.text < b.text) : late;
}

function isTypeOnly(statement: Import): boolean {
  if (ts.isExportDeclaration(statement)) {
    if (statement.isTypeOnly) return true;
    const names = statement.exportClause;
    return (
      names !== undefined && ts.isNamedExports(names) && names.elements.every((element) => element.isTypeOnly)
    );
  }
  const clause = statement.importClause;
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

function importedFile(program: ts.Program, statement: Import): ts.SourceFile {
  const symbol = program.getTypeChecker().getSymbolAtLocation(statement.moduleSpecifier);
  const file = symbol?.declarations?.[0];
  if (file !== undefined && ts.isSourceFile(file)) return file;
  throw new BuildError(
    at(
      sourcePlaceOf(statement),
      `"${statement.moduleSpecifier.text}" is not a module that an image can hold: import a relative path that ends in .ts, "ringmote", "ringmote/filters.ts", "ringmote/options.ts", "ringmote/driver.ts", "ringmote/drivers/<name>.ts" or "ringmote/boards/<name>.ts".`,
    ),
  );
}

function circle(statement: ts.Statement, trail: readonly string[]): BuildError {
  return new BuildError(
    at(
      sourcePlaceOf(statement),
      `these modules need each other before they run: ${trail.join(" -> ")}. Move what they share into a third module.`,
    ),
  );
}
