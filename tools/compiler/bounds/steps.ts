// Variables that only grow, and those that only shrink: by `at += 1` and `end -= 1`.
import type { Block, Expression, Variable } from "../ir/program.ts";
import { usesIn } from "../ir/uses.ts";
import { visitBlock } from "../ir/visit.ts";

export type Step = 1 | -1;

/** Variables for which the blocks have no other stores: whether they grow or shrink. */
export function stepsIn(blocks: readonly Block[]): ReadonlyMap<Variable, Step> {
  const steps = new Map<Variable, Step>();
  const counts = new Map<Variable, number>();
  for (const block of blocks)
    visitBlock(block, {
      statement: (statement) => {
        if (statement.kind !== "assign" || statement.target.kind !== "variable") return;
        const { variable } = statement.target;
        const step = stepOf(variable, statement.value);
        if (step === undefined || (steps.get(variable) ?? step) !== step) return;
        steps.set(variable, step);
        counts.set(variable, (counts.get(variable) ?? 0) + 1);
      },
    });
  const uses = blocks.map((block) => usesIn(block).variables);
  for (const [variable, count] of counts) {
    const writes = uses.reduce((sum, variables) => sum + (variables.get(variable)?.writes ?? 0), 0);
    if (writes !== count) steps.delete(variable);
  }
  return steps;
}

function stepOf(variable: Variable, value: Expression): Step | undefined {
  if (value.kind !== "operation") return undefined;
  const [first, second] = value.operands;
  const isOwn = first?.kind === "variable" && first.variable === variable;
  if (!isOwn || second?.kind !== "number" || second.value < 0) return undefined;
  if (value.operator === "add") return 1;
  return value.operator === "subtract" ? -1 : undefined;
}
