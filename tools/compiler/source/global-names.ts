// Global names of the language and of a target: these files do not change while the build runs.
import ts from "typescript";
import { createProgram, parsedTree } from "./program.ts";

const known = new Map<string, ReadonlyMap<string, ts.Symbol>>();

/** `globals` are the files of the target's ambient declarations. */
export function globalNamed(globals: readonly string[], name: string): ts.Symbol | undefined {
  const key = globals.join("\n");
  const names = known.get(key) ?? readGlobals(globals);
  known.set(key, names);
  return names.get(name);
}

function readGlobals(globals: readonly string[]): ReadonlyMap<string, ts.Symbol> {
  const nothing = parsedTree("/nothing.ts", "export {};");
  const program = createProgram({ trees: [nothing], roots: [nothing.fileName, ...globals] });
  const flags = ts.SymbolFlags.Value | ts.SymbolFlags.Namespace;
  const symbols = program.getTypeChecker().getSymbolsInScope(nothing, flags);
  return new Map(symbols.map((symbol) => [symbol.name, symbol]));
}
