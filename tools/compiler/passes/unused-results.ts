// What a function gives back, where no call of it asks for that, is only worked out: a value is not made for nobody.
//
// Needs uses. Keeps a function whose value is taken: whoever calls it may ask.

import { blocksOf, changed, withBlocks } from "../form/parts.ts";
import type { Block, FunctionDef, FunctionName, Program, Statement } from "../form/program.ts";
import { mapFunctions } from "../form/rewrite.ts";
import { NOTHING } from "../form/types.ts";
import { usesOf } from "../form/uses.ts";
import { visitProgram } from "../form/visit.ts";

export function unusedResults(program: Program): Program {
  const uses = usesOf(program).functions;
  const unasked = unaskedCalls(program);
  return mapFunctions(program, (one): FunctionDef => {
    const { calls, values } = uses.get(one.id) ?? { calls: 0, values: 0 };
    if (values > 0 || calls === 0 || calls > (unasked.get(one.id) ?? 0)) return one;
    const body = withoutResults(one.body);
    return body === one.body ? one : { ...one, body, result: NOTHING };
  });
}

/** How often each function is called for what it does alone. */
function unaskedCalls(program: Program): Map<FunctionName, number> {
  const found = new Map<FunctionName, number>();
  visitProgram(program, {
    statement: (one) => {
      if (one.kind !== "evaluate" || one.value.kind !== "call") return;
      found.set(one.value.function, (found.get(one.value.function) ?? 0) + 1);
    },
  });
  return found;
}

function withoutResults(block: Block): Block {
  if (!block.some(hasResult)) return block;
  return block.flatMap((one): Statement[] => {
    if (one.kind !== "return" || one.value === undefined) return [withBlocks(one, withoutResults)];
    const { place, value } = one;
    return [{ kind: "evaluate", place, value }, changed(one, { value: undefined })];
  });
}

/** Functions that are made within have results of their own. */
function hasResult(one: Statement): boolean {
  if (one.kind === "return") return one.value !== undefined;
  return blocksOf(one).some((block) => block.some(hasResult));
}
