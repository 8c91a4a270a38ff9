// The modules of an entry, read once: with right types, and in the device language.
import type ts from "typescript";
import { type Aim, requireDeviceLanguage } from "../subset/subset.ts";
import { cachedChecker } from "./cached-checker.ts";
import { modulesFrom, rememberRight, tellsAll, uncheckedOf } from "./checked-modules.ts";
import { lastingChecker } from "./lasting-checker.ts";
import { type CheckedSource, modulesInOrder, requireModules } from "./modules.ts";
import { createProgram, findIn, isUpToDate, parsedTree, requireTypes } from "./program.ts";

/** A module that is on no disk, or not as it is there. */
export interface WrittenModule {
  /** Absolute path. */
  file: string;
  text: string;
}

export interface TypedProgram {
  entry: ts.SourceFile;
  program: ts.Program;
  /** The modules of the entry. */
  modules: readonly ts.SourceFile[];
  /** Modules that no build of this process has found right. */
  unchecked: readonly ts.SourceFile[];
}

function treeOf({ file, text }: WrittenModule): ts.SourceFile {
  return parsedTree(file, text);
}

/** A module in place of one on disk is the same for all programs, and so is its tree. */
const sharedTrees = new WeakMap<WrittenModule, ts.SourceFile>();

function sharedTreeOf(written: WrittenModule): ts.SourceFile {
  const tree = sharedTrees.get(written) ?? treeOf(written);
  sharedTrees.set(written, tree);
  return tree;
}

/**
 * The program of an entry, whose types are right. `written`: modules in place of those on disk. `beside`:
 * other entries that may be asked for, too. Their modules are in the same program, and nobody looks at them
 * before.
 */
export function typedProgram(
  entry: WrittenModule,
  globals: readonly string[],
  written: readonly WrittenModule[],
  beside: readonly WrittenModule[] = [],
): TypedProgram {
  const others = beside.filter(({ file }) => file !== entry.file);
  const program = programOf(
    [entry, ...others].sort((a, b) => (a.file < b.file ? -1 : 1)),
    globals,
    written,
  );
  const tree = program.getSourceFile(entry.file) as ts.SourceFile;
  const modules = modulesFrom(tree, program);
  const foreign =
    others.length === 0 ? [] : program.getSourceFiles().filter((file) => !modules.includes(file));
  if (foreign.some(tellsAll)) return typedProgram(entry, globals, written);
  requireModules(modules);
  findIn(program, program);
  const unchecked = uncheckedOf(modules, program, globals);
  requireTypes(program, modules, unchecked);
  return { entry: tree, program, modules, unchecked };
}

/**
 * The programs of the last builds, by their entries: a checker knows the types of what it was asked about.
 */
const programs = new Map<string, ts.Program>();
/** Each takes up to some hundred megabytes. */
const MOST_PROGRAMS = 4;

function programOf(
  entries: readonly WrittenModule[],
  globals: readonly string[],
  written: readonly WrittenModule[],
): ts.Program {
  // Places are shown from where the build was started.
  const key = JSON.stringify([entries, globals, written, process.cwd()]);
  const known = programs.get(key);
  programs.delete(key);
  const program = known !== undefined && isUpToDate(known) ? known : newProgram(entries, globals, written);
  programs.set(key, program);
  const [oldest] = programs.keys();
  if (programs.size > MOST_PROGRAMS && oldest !== undefined) programs.delete(oldest);
  return program;
}

function newProgram(
  entries: readonly WrittenModule[],
  globals: readonly string[],
  written: readonly WrittenModule[],
): ts.Program {
  const trees = entries.map(treeOf);
  const roots = [...trees.map(({ fileName }) => fileName), ...globals];
  return createProgram({ trees: [...trees, ...written.map(sharedTreeOf)], roots });
}

const checked = new WeakMap<ts.SourceFile, { source: CheckedSource; program: ts.Program }>();

/** Refuses a program that is not in the device language. */
export function inDeviceLanguage(typed: TypedProgram, aim: Aim): CheckedSource {
  const { entry, program, unchecked } = typed;
  const known = checked.get(entry);
  if (known?.program === program) return known.source;
  const modules = modulesInOrder(program, entry.fileName);
  const checker = cachedChecker(lastingChecker(typed.modules, program, aim.globals));
  requireDeviceLanguage(
    modules.filter(({ file }) => unchecked.includes(file)),
    checker,
    aim,
  );
  rememberRight(typed.modules, program, aim.globals);
  const source = { modules, checker };
  checked.set(entry, { source, program });
  return source;
}
