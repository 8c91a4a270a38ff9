// The order of statements in a linked program: what is only declared comes right before the first that needs it.
//
// Neither interpreter knows a function before its text was reached (Lua, Espruino), so a function stands in front of
// those that name it wherever they do not name each other in a circle. Statements that do something keep their order.
import type ts from "typescript";

export interface Orderable {
  /** Only declares: it may move up. */
  movable: boolean;
  declares: readonly ts.Symbol[];
  /** Symbols that it names as values. */
  needs: readonly ts.Symbol[];
}

/** Statements given module by module, in the order in which they were written. */
export function inOrder<Item extends Orderable>(modules: readonly (readonly Item[])[]): Item[] {
  const declaredBy = new Map<ts.Symbol, Item>();
  for (const item of modules.flat()) for (const symbol of item.declares) declaredBy.set(symbol, item);

  const ordered: Item[] = [];
  const seen = new Set<Item>();
  const visit = (item: Item): void => {
    if (seen.has(item)) return;
    seen.add(item);
    for (const symbol of item.needs) {
      const needed = declaredBy.get(symbol);
      if (needed?.movable) visit(needed);
    }
    ordered.push(item);
  };
  for (const items of modules) {
    for (const item of items) if (!item.movable) visit(item);
    for (const item of items) visit(item);
  }
  return ordered;
}
