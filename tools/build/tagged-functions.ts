// Functions that their author tagged: `@hot` runs with each message, `@cold` when a connection comes or goes, and
// `@inline` is so short that it stands in place of its calls in hot ones.
import ts from "typescript";
import { nameDeclarations } from "./link-names.ts";
import type { Module } from "./modules.ts";

/** The names that tagged functions have in a linked program. */
export interface Tagged {
  cold: ReadonlySet<string>;
  hot: ReadonlySet<string>;
  inline: ReadonlySet<string>;
}

export const NOTHING_TAGGED: Tagged = { cold: new Set(), hot: new Set(), inline: new Set() };

/** The tagged functions of modules. */
export function taggedFunctions(modules: readonly Module[], checker: ts.TypeChecker): Tagged {
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
  return { cold: tagged("cold"), hot: tagged("hot"), inline: tagged("inline") };
}
