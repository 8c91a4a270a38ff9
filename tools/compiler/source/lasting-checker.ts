// The type checker of an earlier build in this process, for modules that are as they were then: whoever edits a
// device changes one or two, and TypeScript would work out the types of all others anew.
import type ts from "typescript";
import { comesTo, type Imports, reachedFrom, tellsAll } from "./checked-modules.ts";
import { isImport } from "./modules.ts";
import { findIn } from "./program.ts";

interface Lasting {
  program: ts.Program;
  /** The modules that its checker has seen, with what they came to. */
  seen: WeakMap<ts.SourceFile, Imports>;
  programs: number;
}

/** By the globals of a target. */
const lasting = new Map<string, Lasting>();
/** A checker keeps all that it has seen. */
const MOST_PROGRAMS = 30;

/** A checker that knows these modules as they are in the program, and all that it was asked about them before. */
export function lastingChecker(
  modules: readonly ts.SourceFile[],
  program: ts.Program,
  globals: readonly string[],
): ts.TypeChecker {
  if (program.getSourceFiles().some(tellsAll)) return program.getTypeChecker();
  const key = globals.join("\n");
  const before = lasting.get(key);
  const last = before !== undefined && goesOn(before, modules, program) ? before : begunWith(program);
  lasting.set(key, last);
  last.programs += 1;
  for (const file of modules) last.seen.set(file, reachedFrom(file, program));
  return last.program.getTypeChecker();
}

function begunWith(program: ts.Program): Lasting {
  return { program, seen: new WeakMap(), programs: 0 };
}

function goesOn(last: Lasting, modules: readonly ts.SourceFile[], program: ts.Program): boolean {
  if (last.programs === MOST_PROGRAMS) return false;
  const isAsSeen = modules.every((file) => {
    const then = last.seen.get(file);
    return then === undefined || comesTo(then, file, program);
  });
  if (!isAsSeen) return false;
  // Its own checker has begun on the new modules: each is bound to its names once, whoever asks for them.
  program.getTypeChecker();
  findIn(last.program, program);
  return modules.filter((file) => !last.seen.has(file)).every((file) => findsAll(file, last, program));
}

/** Does its checker find the modules that a new one imports? TypeScript does not promise that it does. */
function findsAll(file: ts.SourceFile, last: Lasting, program: ts.Program): boolean {
  const checker = last.program.getTypeChecker();
  const reached = reachedFrom(file, program);
  return file.statements.filter(isImport).every(({ moduleSpecifier }) => {
    const found = checker.getSymbolAtLocation(moduleSpecifier)?.declarations?.[0];
    return found !== undefined && reached.includes(found as ts.SourceFile);
  });
}
