// Functions that their author tagged `@cold`: they run when a connection comes or goes, not with each message.
import ts from "typescript";
import { nameDeclarations } from "./link-names.ts";
import type { Module } from "./modules.ts";

const TAG = "cold";

/** The names that the tagged functions have in the linked program. */
export function coldFunctions(modules: readonly Module[], checker: ts.TypeChecker): Set<string> {
  const names = nameDeclarations(modules, checker);
  const declarations = modules.flatMap(({ file }) => file.statements.filter(isTagged));
  return new Set(
    declarations.flatMap(({ name }) => {
      const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
      return (symbol === undefined ? undefined : names.get(symbol)) ?? [];
    }),
  );
}

function isTagged(statement: ts.Statement): statement is ts.FunctionDeclaration {
  return (
    ts.isFunctionDeclaration(statement) &&
    ts.getJSDocTags(statement).some(({ tagName }) => tagName.text === TAG)
  );
}
