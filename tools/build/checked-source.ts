// The modules of an entry, read once: with right types, and in the device language.
import type ts from "typescript";
import { rememberRight, uncheckedModules } from "./checked-modules.ts";
import { messagesModule, type WrittenModule } from "./discovery.ts";
import type { Entry } from "./entry.ts";
import { type Module, modulesInOrder, requireModules } from "./modules.ts";
import { createProgram, parsedTree, requireTypes } from "./program.ts";
import { type Aim, requireDeviceLanguage } from "./subset/subset.ts";

/** The modules of an entry, in the device language and without type errors. */
export interface CheckedSource {
  modules: Module[];
  checker: ts.TypeChecker;
}

function treeOf({ file, text }: WrittenModule | Entry): ts.SourceFile {
  return parsedTree(file, text);
}

export interface TypedProgram {
  entry: ts.SourceFile;
  program: ts.Program;
  /** What no build of this process has found right. */
  unchecked: ReadonlySet<ts.SourceFile>;
}

/** The program of an entry, whose types are right. `messages`: what its device announces; nothing, where none are given. */
export function typedProgram(
  entry: Entry,
  globals: readonly string[],
  messages?: WrittenModule,
): TypedProgram {
  const tree = treeOf(entry);
  const written = messages === undefined ? silence : treeOf(messages);
  const program = createProgram({ trees: [tree, written], roots: [tree.fileName, ...globals] });
  requireModules(program);
  const unchecked = uncheckedModules(program, globals);
  requireTypes(program, unchecked);
  return { entry: tree, program, unchecked };
}

/** The module that announces nothing. */
const silence = treeOf(messagesModule());

/** Refuses a program that is not in the device language. */
export function inDeviceLanguage({ entry, program, unchecked }: TypedProgram, aim: Aim): CheckedSource {
  const modules = modulesInOrder(program, entry.fileName);
  const checker = program.getTypeChecker();
  requireDeviceLanguage(
    modules.filter(({ file }) => unchecked.has(file)),
    checker,
    aim,
  );
  rememberRight(program, aim.globals);
  return { modules, checker };
}
