// Drops the result of a function that no call asks for: only its side effects stay, and a
// value is not made for nobody.
//
// Needs uses. Keeps a function whose value is taken: whoever calls it may ask.

import { blocksOf, changed, withBlocks } from "../ir/parts.ts";
import type { Block, FunctionDef, Program, Statement } from "../ir/program.ts";
import { mapFunctions } from "../ir/rewrite.ts";
import { NOTHING } from "../ir/types.ts";
import { usesOf } from "../ir/uses.ts";

export function unusedResults(program: Program): Program {
  const uses = usesOf(program).functions;
  return mapFunctions(program, (one): FunctionDef => {
    const used = uses.get(one.id);
    if (used === undefined || used.values > 0 || used.calls === 0 || used.calls > used.unasked) return one;
    const body = withoutResults(one.body);
    return body === one.body ? one : { ...one, body, result: NOTHING };
  });
}

function withoutResults(block: Block): Block {
  if (!block.some(hasResult)) return block;
  return block.flatMap((one): Statement[] => {
    if (one.kind !== "return" || one.value === undefined) return [withBlocks(one, withoutResults)];
    const { place, value } = one;
    return [{ kind: "evaluate", place, value }, changed(one, { value: undefined })];
  });
}

/** Functions made within have results of their own. */
function hasResult(one: Statement): boolean {
  if (one.kind === "return") return one.value !== undefined;
  return blocksOf(one).some((block) => block.some(hasResult));
}
