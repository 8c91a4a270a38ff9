// Refuses stores beyond the end of a list, where JavaScript counts the missing entries, and Lua counts
// nothing behind them.
import type { Program } from "../ir/program.ts";
import { visitProgram } from "../ir/visit.ts";
import { deadCode } from "../passes/dead-code.ts";
import { at, BuildError } from "../source/build-error.ts";
import { LowerBounds } from "./lower-bounds.ts";
import { UsedLengths } from "./used-lengths.ts";

export const BEYOND = "this may store beyond the end of the list";
const INSTEAD =
  "write list.push(x), list[i % list.length] = x in a ring, or test it: const at = i; if (at <= list.length) list[at] = x, with the list in a const too";

/**
 * Refuses each store that is not seen to lie in the list or at its end, where something uses the list's
 * length.
 */
export function requireStoresWithin(whole: Program): void {
  // A function that nobody calls uses nothing.
  const program = deadCode(whole);
  const lengths = new UsedLengths(program);
  let bounds: LowerBounds | undefined;
  const refusals: string[] = [];
  visitProgram(program, {
    statement: (statement) => {
      if (
        statement.kind !== "assign" ||
        statement.target.kind !== "entry" ||
        !lengths.isUsed(statement.target.of)
      )
        return;
      // Most programs have no such store, and need no bounds here.
      bounds ??= new LowerBounds(program);
      if (!bounds.isWithin(statement.target))
        refusals.push(at(statement.place, `${BEYOND}, which Lua does not count; ${INSTEAD}`));
    },
  });
  if (refusals.length > 0) throw new BuildError(refusals);
}
