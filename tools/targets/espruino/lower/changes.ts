// Changes that a call may make to a value that was read before it: Espruino sees the change in some
// places where JavaScript does not.
import { effectsIn, isApart } from "../../../compiler/ir/effects.ts";
import { madeBy } from "../../../compiler/ir/parts.ts";
import type { Block, Expression, Program, Variable } from "../../../compiler/ir/program.ts";
import { usesIn } from "../../../compiler/ir/uses.ts";
import { visitProgram } from "../../../compiler/ir/visit.ts";

export type IsChangedBy = (expression: Expression, by: readonly Expression[]) => boolean;

/** May the evaluation of one of these change what the expression reads? */
export function changesIn(program: Program): IsChangedBy {
  const effects = effectsIn(program);
  const assigned = variablesGivenElsewhere(program);
  return (expression, by) => {
    if (expression.kind === "variable" && !assigned.has(expression.variable)) return false;
    const own = effects.of(expression);
    return by.some((evaluated) => {
      const effect = effects.of(evaluated);
      return (effect.isAnything || effect.writes.size > 0) && !isApart(own, effect);
    });
  };
}

/** Variables that another function than their own assigns. */
function variablesGivenElsewhere(program: Program): ReadonlySet<Variable> {
  const assigned = new Set<Variable>();
  const add = (body: Block, isElsewhere: (variable: Variable) => boolean): void => {
    for (const [variable, { writes }] of usesIn(body).variables)
      if (writes > 0 && isElsewhere(variable)) assigned.add(variable);
  };
  const ofStart = new Set(program.start.flatMap(madeBy));
  for (const { body } of program.functions.values()) add(body, (variable) => ofStart.has(variable));
  visitProgram(program, { inner: ({ body }) => add(body, () => true) });
  return assigned;
}
