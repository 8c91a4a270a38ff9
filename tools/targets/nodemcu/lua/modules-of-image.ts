// A chunk becomes the folder of a NodeMCU image: init.lua, the list of modules that it
// starts, and a few small modules.

import { BuildError } from "../../../compiler/source/build-error.ts";
import { type MappedText, madeUp } from "../../../compiler/source/mapped-text.ts";
import type { ImageFile } from "../../image.ts";
import type { StartNeeds } from "../../start-needs.ts";
import { checkSize, checkSyntax } from "./check-module.ts";
import { withEarlyReturns } from "./early-returns.ts";
import { initLua, START_LIST, startList } from "./init.ts";
import { withLibraryLocals } from "./library-locals.ts";
import { checkLimits } from "./limits.ts";
import type * as lua from "./lua-ast.ts";
import { withMergedFunctions } from "./merge-functions.ts";
import { type FieldNumbers, withNumberedRecords } from "./numbered-records.ts";
import { nameOverlays, overlaysName } from "./overlay-loader.ts";
import { withOverlays } from "./overlays.ts";
import { withPrelude } from "./prelude.ts";
import { printLua } from "./print.ts";
import { shortenNames } from "./rename.ts";
import { type LuaModule, splitModules } from "./split.ts";
import { withStringMethods } from "./string-methods.ts";
import type { Tagged } from "./tagged.ts";

/** One chunk, before it is cut. */
export interface WholeChunk {
  statements: readonly lua.Statement[];
  /** The names of fields, and those that get numbers. */
  numbers: FieldNumbers;
  tagged: Tagged;
  /** The source lines of statements. */
  origins: MappedText["origins"];
}

/** The image's files, of a chunk. Changes its tree. */
export function imageOf(chunk: WholeChunk, start?: StartNeeds): ImageFile[] {
  const { started, files } = modulesOf(chunk, "");
  return [
    { name: "init.lua", content: madeUp(initLua(start)) },
    {
      name: `${START_LIST}.lua`,
      content: madeUp(startList({ modules: started })),
      isReadWhenCalled: true,
    },
    ...files,
  ];
}

export interface Modules {
  /** The names of those that load, in their order. */
  started: string[];
  files: ImageFile[];
}

/** The modules of a chunk, whose names all begin with `prefix`. Changes its tree. */
export function modulesOf(
  { statements: made, numbers, tagged, origins }: WholeChunk,
  prefix: string,
): Modules {
  const whole = withMergedFunctions(withPrelude(withNumberedRecords(made, numbers)), tagged);
  const { statements, overlays } = withOverlays(whole, tagged.cold);
  const finished = ({ name, statements: own }: LuaModule) => {
    const complete = withLibraryLocals(withEarlyReturns(own));
    shortenNames(complete);
    return { name, statements: complete, content: printLua(complete, origins) };
  };
  const printed = overlays.map(({ number, isOfTheStart, handsOver, statements: own }) => ({
    ...finished({ name: String(number), statements: withStringMethods(own) }),
    isReadWhenCalled: true,
    isOfTheStart,
    handsOver,
  }));
  const called = prefix + overlaysName(printed.map(({ content }) => content.text));
  nameOverlays(statements, called);
  const modules = splitModules(statements, origins)
    .map(finished)
    .map((module) => ({ ...module, name: prefix + module.name }));
  const read = printed.map((module) => ({ ...module, name: called + module.name }));
  const files = [...modules, ...read];
  const refusals = files.flatMap(({ name, statements: own, content }) => {
    const faults = [...checkSize(name, content), ...checkLimits(name, own, origins)];
    return faults.length > 0 ? faults : checkSyntax(name, content);
  });
  if (refusals.length > 0) throw new BuildError(refusals);
  return {
    started: modules.map(({ name }) => name),
    files: files.map(({ statements: _, ...file }) => ({ ...file, name: `${file.name}.lua` })),
  };
}
