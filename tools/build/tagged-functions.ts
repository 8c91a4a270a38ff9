// Functions that their author tagged: `@hot` runs with each message, `@cold` when a connection comes or goes, and
// `@inline` is so short that it stands in place of its calls in hot ones. `@branch` stands in a branch of a hot one: Lua
// takes it in, and Espruino, which reads past every branch that it does not take, keeps it a function.
import ts from "typescript";
import type { Board } from "../../boards/board.ts";
import { nameDeclarations } from "./link-names.ts";
import type { Module } from "./modules.ts";

/** The names that tagged functions have in a linked program. */
export interface Tagged {
  cold: ReadonlySet<string>;
  hot: ReadonlySet<string>;
  inline: ReadonlySet<string>;
  /** Stays a function, wherever it is called. */
  apart: ReadonlySet<string>;
}

export const NOTHING_TAGGED: Tagged = {
  cold: new Set(),
  hot: new Set(),
  inline: new Set(),
  apart: new Set(),
};

/** The tagged functions of modules, as they count on a target. */
export function taggedFunctions(
  modules: readonly Module[],
  checker: ts.TypeChecker,
  target: Board["target"],
): Tagged {
  const names = nameDeclarations(modules, checker);
  const functions = modules.flatMap(({ file }) => file.statements.filter(ts.isFunctionDeclaration));
  const tagged = (tag: string) =>
    new Set(
      functions.flatMap((one) => {
        const isTagged = ts.getJSDocTags(one).some(({ tagName }) => tagName.text === tag);
        const symbol = one.name === undefined ? undefined : checker.getSymbolAtLocation(one.name);
        return (isTagged && symbol !== undefined ? names.get(symbol) : undefined) ?? [];
      }),
    );
  const branches = tagged("branch");
  const inline = tagged("inline");
  if (target === "espruino") return { cold: tagged("cold"), hot: tagged("hot"), inline, apart: branches };
  for (const name of branches) inline.add(name);
  return { cold: tagged("cold"), hot: tagged("hot"), inline, apart: new Set() };
}
