// Drops the result of a function that no call asks for: only its side effects stay, and a
// value is not made for nobody.
//
// Needs uses. Keeps a function whose value is taken: whoever calls it may ask.

import { blocksOf, withBlocks, withChanges } from "../ir/parts.ts";
import type { Block, FunctionDef, Program, Statement } from "../ir/program.ts";
import { mapFunctions } from "../ir/rewrite.ts";
import { NOTHING } from "../ir/types.ts";
import { usesOf } from "../ir/uses.ts";

export function unusedResults(program: Program): Program {
  const uses = usesOf(program).functions;
  return mapFunctions(program, (definition): FunctionDef => {
    const used = uses.get(definition.id);
    if (used === undefined || used.values > 0 || used.calls === 0 || used.calls > used.unasked)
      return definition;
    const body = withoutResults(definition.body);
    return body === definition.body ? definition : { ...definition, body, result: NOTHING };
  });
}

function withoutResults(block: Block): Block {
  if (!block.some(hasResult)) return block;
  return block.flatMap((statement): Statement[] => {
    if (statement.kind !== "return" || statement.value === undefined)
      return [withBlocks(statement, withoutResults)];
    const { place, value } = statement;
    return [{ kind: "evaluate", place, value }, withChanges(statement, { value: undefined })];
  });
}

/** Functions made within have results of their own. */
function hasResult(statement: Statement): boolean {
  if (statement.kind === "return") return statement.value !== undefined;
  return blocksOf(statement).some((block) => block.some(hasResult));
}
