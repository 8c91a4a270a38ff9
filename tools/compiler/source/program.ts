// TypeScript programs for the build: files from disk or from memory, the package's own names, no library but
// ECMAScript's.
import { existsSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";
import { cannotYet } from "../../../src/checks/cannot-yet.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { shownPath } from "../../files/shown-path.ts";
import { at, BuildError, type SourcePlace } from "./build-error.ts";
import { callMistake } from "./call-mistakes.ts";
import { ofComputer } from "./computer-names.ts";
import { deviceMistake } from "./device-mistakes.ts";
import { importedFile } from "./imported-file.ts";
import { missingExport, missingImport } from "./missing-export.ts";
import { shallowTree } from "./nesting.ts";
import { partMistake } from "./part-mistakes.ts";
import { isOfName, plainWords } from "./plain-words.ts";

const compilerOptions: ts.CompilerOptions = {
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
/**
 * Modules of this package as they were read last: programs share the tree of a text, and the next build begins
 * with what has not changed.
 */
const moduleFiles = new Map<string, ts.SourceFile>();
const IN_PACKAGE = join(packageFolder, sep);
const fromDisk = new WeakSet<ts.SourceFile>();
/** Files that a program looked for and did not find. */
const absentFrom = new WeakMap<ts.Program, ReadonlySet<string>>();
/** The object that a program's type checker asks for the modules. */
const hostOf = new WeakMap<ts.Program, ts.Program>();

export interface ProgramInput {
  /** Files that are on no disk, or not as they are there. */
  trees: readonly ts.SourceFile[];
  roots: readonly string[];
}

/**
 * Makes a program. Imports are those of the device language: relative with `.ts`, or by the package's own
 * name.
 */
export function createProgram(input: ProgramInput): ts.Program {
  const trees = new Map(input.trees.map((tree) => [tree.fileName, tree]));
  const absent = new Set<string>();
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
  host.fileExists = (name) => {
    const isThere = trees.has(name) || existsSync(name);
    if (!isThere) absent.add(name);
    return isThere;
  };
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map((literal) => ({ resolvedModule: resolveImport(literal.text, from, host.fileExists) }));
  const made = ts.createProgram({ rootNames: [...input.roots], options: compilerOptions, host });
  const program = { ...made };
  hostOf.set(program, made);
  absentFrom.set(program, absent);
  return program;
}

/** Has the type checker of a program find the modules of another one. */
export function findIn(program: ts.Program, modulesOf: ts.Program): void {
  const { getSourceFile, getResolvedModule } = modulesOf as ts.Program & { getResolvedModule: unknown };
  Object.assign(hostOf.get(program) ?? program, { getSourceFile, getResolvedModule });
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

/** Are its modules as they are on the disk now? What was made up for it never changes. */
export function isUpToDate(program: ts.Program): boolean {
  for (const name of absentFrom.get(program) ?? []) if (existsSync(name)) return false;
  const modules = program.getSourceFiles().filter((file) => fromDisk.has(file));
  return modules.every(
    ({ fileName, text }) => existsSync(fileName) && readFileSync(fileName, "utf8") === text,
  );
}

function moduleFile(
  name: string,
  language: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  if (!existsSync(name)) return undefined;
  const text = readFileSync(name, "utf8");
  const known = moduleFiles.get(name);
  if (known?.text === text) return known;
  // With each node's parent: faults are placed before a checker sees the file, too.
  const file = shallowTree(name, text, language);
  if (name.startsWith(IN_PACKAGE)) moduleFiles.set(name, file);
  fromDisk.add(file);
  return file;
}

/** The tree of a text. */
export function parsedTree(name: string, text: string): ts.SourceFile {
  return shallowTree(name, text, ts.ScriptTarget.ES2022);
}

/** Where a node begins, in words of its user. */
export function sourcePlaceOf(node: ts.Node): SourcePlace {
  const file = node.getSourceFile();
  return {
    file: shownPath(file.fileName),
    line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1,
  };
}

/** Refuses files that TypeScript cannot read, and those of `unchecked` in which it sees an error. */
export function requireTypes(
  program: ts.Program,
  files: Iterable<ts.SourceFile>,
  unchecked: Iterable<ts.SourceFile>,
): void {
  const diagnostics: ts.Diagnostic[] = [...program.getOptionsDiagnostics()];
  for (const file of files) diagnostics.push(...firstMistakes(file, program.getSyntacticDiagnostics(file)));
  if (diagnostics.length === 0)
    for (const file of unchecked)
      diagnostics.push(...program.getSemanticDiagnostics(file).filter((diagnostic) => !isOfName(diagnostic)));
  if (diagnostics.length === 0) return;
  const sentences = ts
    .sortAndDeduplicateDiagnostics(diagnostics)
    .map((diagnostic) => sentenceOf(diagnostic, program));
  throw new BuildError([...new Set(sentences)]);
}

/** "Unterminated string literal" and "Invalid character". */
const TORN = [1002, 1127];

/**
 * A text that does not end, or whose quotes are none, has TypeScript misread what is behind it: no more is
 * told then.
 */
function firstMistakes(file: ts.SourceFile, mistakes: readonly ts.Diagnostic[]): readonly ts.Diagnostic[] {
  const torn = mistakes.filter(({ code }) => TORN.includes(code));
  const lines = new Set<number>();
  return (torn.length > 0 ? torn : mistakes).filter(({ start = 0 }) => {
    const { line } = file.getLineAndCharacterOfPosition(start);
    return !lines.has(line) && lines.add(line);
  });
}

function sentenceOf(diagnostic: ts.Diagnostic, program: ts.Program): string {
  const mistake = deviceMistake(diagnostic, program.getTypeChecker());
  const text =
    missingExport(diagnostic, program.getTypeChecker()) ??
    missingImport(diagnostic) ??
    mistake?.text ??
    partMistake(diagnostic, program.getTypeChecker()) ??
    callMistake(diagnostic, program.getTypeChecker()) ??
    plainWords(diagnostic) ??
    wordsOf(diagnostic);
  if (diagnostic.file === undefined || diagnostic.start === undefined) return text;
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(mistake?.start ?? diagnostic.start);
  return at({ file: shownPath(diagnostic.file.fileName), line: line + 1 }, text);
}

/** An option of a declaration, or a module, that there is none of. */
const NOT_THERE =
  /^(?:Object literal may only specify known properties, and|Cannot find module) '(?!\.)([^']+)'/;

function wordsOf({ messageText }: ts.Diagnostic): string {
  // TypeScript's advice to add libraries does not help a board, which has none of them.
  const text = ts.flattenDiagnosticMessageText(messageText, " ").replace(/ Do you need to .*$/, "");
  const [, name = ""] = NOT_THERE.exec(text) ?? [];
  return ofComputer(text) ?? text + cannotYet(name);
}
