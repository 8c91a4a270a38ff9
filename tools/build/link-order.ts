// The order of statements in a linked program: what is only declared comes right before the first that needs it.
//
// Neither interpreter knows a function before its text was reached (Lua, Espruino), so a function stands in front of
// those that name it wherever they do not name each other in a circle. Statements that do something keep their order.
import ts from "typescript";
import { isAssigned } from "./optimise/bindings.ts";
import { eachReference } from "./references.ts";

export interface Orderable {
  /** Only declares: it may move up. */
  movable: boolean;
  declares: readonly ts.Symbol[];
  /** Symbols that it names as values. */
  needs: readonly ts.Symbol[];
  /** Those of them whose values it takes when it runs, not later in a function. */
  reads: readonly ts.Symbol[];
  /** Those that it gives a value, now or later. */
  changes: readonly ts.Symbol[];
}

/** Statements given module by module, in the order in which they were written. */
export function inOrder<Item extends Orderable>(modules: readonly (readonly Item[])[]): Item[] {
  const declaredBy = new Map<ts.Symbol, Item>();
  for (const item of modules.flat()) for (const symbol of item.declares) declaredBy.set(symbol, item);
  const changing = new Set(modules.flat().flatMap(({ changes }) => changes));
  // The value of a variable that changes is another one elsewhere.
  const mayMove = ({ movable, reads }: Item) => movable && !reads.some((symbol) => changing.has(symbol));

  const ordered: Item[] = [];
  const seen = new Set<Item>();
  const visit = (item: Item): void => {
    if (seen.has(item)) return;
    seen.add(item);
    for (const symbol of item.needs) {
      const needed = declaredBy.get(symbol);
      if (needed !== undefined && mayMove(needed)) visit(needed);
    }
    ordered.push(item);
  };
  for (const items of modules) {
    for (const item of items) if (!mayMove(item)) visit(item);
    for (const item of items) visit(item);
  }
  return ordered;
}

/** What a statement declares, and what it does with the values that it names. */
export function symbolsOf(statement: ts.Statement, checker: ts.TypeChecker): Omit<Orderable, "movable"> {
  const declares: ts.Symbol[] = [];
  const needs: ts.Symbol[] = [];
  const reads: ts.Symbol[] = [];
  const changes: ts.Symbol[] = [];
  eachReference(statement, checker, (identifier, symbol, use) => {
    const isDeclared = symbol.declarations?.some(
      (one) => ts.getNameOfDeclaration(one) === identifier && one.parent !== undefined,
    );
    if (isDeclared) declares.push(symbol);
    else if (use !== "type") {
      needs.push(symbol);
      if (isAssigned(identifier)) changes.push(symbol);
      else if (ts.findAncestor(identifier, ts.isFunctionLike) === undefined) reads.push(symbol);
    }
  });
  if (ts.isExportAssignment(statement)) {
    const symbol = checker
      .getSymbolAtLocation(statement.getSourceFile())
      ?.exports?.get("default" as ts.__String);
    if (symbol !== undefined) declares.push(symbol);
  }
  return { declares, needs, reads, changes };
}
