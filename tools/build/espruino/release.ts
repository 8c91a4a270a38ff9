// What only the start needs is let go when the start is over: the last statement of a script deletes the names that
// nothing names any more. A function costs about six JsVars, a declaration dozens.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import { contains } from "../optimise/call-sites.ts";
import { eachReference } from "../references.ts";
import type { Script } from "./lower.ts";

/** Stands for the deletions while names are shortened: a name can only be deleted as it is written in the end. */
export const RELEASE = "releaseAfterStart";

interface Declared {
  name: string;
  /** Names that are needed when a function of it runs later on. */
  needs: Set<ts.Symbol>;
}

/**
 * Functions and variables of the top that nothing needs once the program has started. A function may run later when its
 * value was taken (`setTimeout(wake)`, `{ wake }`) or when one that may run later names it.
 */
export function namesOfStart(linked: LinkedProgram): string[] {
  const { checker, file } = linked;
  const declared = new Map<ts.Symbol, Declared>();
  for (const name of file.statements.flatMap(declaredNames)) {
    const symbol = checker.getSymbolAtLocation(name);
    if (symbol !== undefined) declared.set(symbol, { name: name.text, needs: new Set() });
  }
  const needed = new Set<ts.Symbol>();
  for (const statement of file.statements) {
    const own = ts.isFunctionDeclaration(statement) && statement.name ? statement.name : undefined;
    const ownSymbol = own === undefined ? undefined : checker.getSymbolAtLocation(own);
    eachReference(statement, checker, (identifier, symbol, use) => {
      if (use === "type" || identifier === own || !declared.has(symbol)) return;
      if (ownSymbol !== undefined) declared.get(ownSymbol)?.needs.add(symbol);
      if (isFunctionValue(identifier, symbol) || isInClosure(identifier, statement)) needed.add(symbol);
    });
  }
  const queue = [...needed];
  for (let symbol = queue.pop(); symbol !== undefined; symbol = queue.pop()) {
    for (const next of declared.get(symbol)?.needs ?? []) {
      if (needed.has(next)) continue;
      needed.add(next);
      queue.push(next);
    }
  }
  return [...declared].flatMap(([symbol, { name }]) => (needed.has(symbol) ? [] : [name]));
}

function declaredNames(statement: ts.Statement): ts.Identifier[] {
  if (contains(statement, (node) => node.kind === ts.SyntaxKind.DeclareKeyword)) return [];
  if (ts.isFunctionDeclaration(statement)) return statement.name === undefined ? [] : [statement.name];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
}

/** Is a function named without being called there? */
function isFunctionValue(identifier: ts.Identifier, symbol: ts.Symbol): boolean {
  const parent = identifier.parent;
  if (symbol.valueDeclaration === undefined || !ts.isFunctionDeclaration(symbol.valueDeclaration))
    return false;
  return !(ts.isCallExpression(parent) && parent.expression === identifier);
}

/** Is it named within a function that has no name of the top? */
function isInClosure(identifier: ts.Identifier, statement: ts.Statement): boolean {
  for (let at: ts.Node = identifier.parent; at !== statement && !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at)) return true;
  return false;
}

/** A statement that keeps the names in the script until `withDeletions` takes its place. */
export function releaseCall(names: readonly string[]): string {
  return names.length === 0 ? "" : `${RELEASE}(${names.join(", ")});`;
}

/** The script with deletions in place of that statement. */
export function withDeletions(script: Script): Script {
  const deletions = (_: string, names: string) =>
    names
      .split(",")
      .map((name) => `delete ${name}`)
      .join(";");
  return { ...script, code: script.code.replace(new RegExp(`${RELEASE}\\(([^)]*)\\)`), deletions) };
}
