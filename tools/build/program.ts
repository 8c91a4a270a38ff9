// TypeScript programs for the build: files from disk or from memory, the package's own names, no library but ECMAScript's.
import { existsSync, readFileSync } from "node:fs";
import ts from "typescript";
import { at, BuildError, type Place } from "./build-error.ts";
import { importedFile } from "./imported-file.ts";
import { shownPath } from "./shown-path.ts";

export const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
};

/** Library files do not change while the build runs, and are most of the text of a program. */
const libraryFiles = new Map<string, ts.SourceFile>();
/** Modules as they were read last: programs share the tree of a text, and the next build begins with what has not changed. */
const moduleFiles = new Map<string, ts.SourceFile>();

export interface ProgramInput {
  /** Files that are on no disk, or not as they are there. */
  trees: readonly ts.SourceFile[];
  roots: readonly string[];
}

/** Makes a program. Imports are those of the device language: relative with `.ts`, or by the package's own name. */
export function createProgram(input: ProgramInput): ts.Program {
  const trees = new Map(input.trees.map((tree) => [tree.fileName, tree]));
  const host = ts.createCompilerHost(compilerOptions);
  const readSource = host.getSourceFile.bind(host);
  host.getSourceFile = (name, language) => {
    const tree = trees.get(name);
    if (tree !== undefined) return tree;
    if (!name.endsWith(".d.ts")) return moduleFile(name, language);
    const known = libraryFiles.get(name) ?? readSource(name, language);
    if (known !== undefined) libraryFiles.set(name, known);
    return known;
  };
  host.fileExists = (name) => trees.has(name) || existsSync(name);
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map((literal) => ({ resolvedModule: resolveImport(literal.text, from, host.fileExists) }));
  return ts.createProgram({ rootNames: [...input.roots], options: compilerOptions, host });
}

/** The file that an import names, or `undefined` when there is none. */
function resolveImport(
  name: string,
  from: string,
  exists: (file: string) => boolean,
): ts.ResolvedModuleFull | undefined {
  const file = importedFile(name, from);
  if (file === undefined || !exists(file)) return undefined;
  return { resolvedFileName: file, extension: ts.Extension.Ts, isExternalLibraryImport: false };
}

function moduleFile(
  name: string,
  language: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  if (!existsSync(name)) return undefined;
  const text = readFileSync(name, "utf8");
  const known = moduleFiles.get(name);
  if (known?.text === text) return known;
  const file = ts.createSourceFile(name, text, language);
  moduleFiles.set(name, file);
  return file;
}

/** The tree of a text. */
export function parsedTree(name: string, text: string): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
}

/** Where a node begins, in words of its user. */
export function placeOf(node: ts.Node): Place {
  const file = node.getSourceFile();
  return {
    file: shownPath(file.fileName),
    line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
  };
}

/** Refuses a program in some of whose files TypeScript sees an error. */
export function requireTypes(program: ts.Program, files: Iterable<ts.SourceFile>): void {
  const diagnostics = [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics()];
  if (diagnostics.length === 0)
    for (const file of files) diagnostics.push(...program.getSemanticDiagnostics(file));
  if (diagnostics.length === 0) return;
  throw new BuildError(ts.sortAndDeduplicateDiagnostics(diagnostics).map(sentenceOf));
}

function sentenceOf(diagnostic: ts.Diagnostic): string {
  // TypeScript's advice to add libraries does not help a board, which has none of them.
  const text = ts
    .flattenDiagnosticMessageText(diagnostic.messageText, " ")
    .replace(/ Do you need to .*$/, "");
  if (diagnostic.file === undefined || diagnostic.start === undefined) return text;
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  return at({ file: shownPath(diagnostic.file.fileName), line: line + 1 }, text);
}
