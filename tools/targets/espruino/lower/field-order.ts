// The fields of a record in the order of their use: Espruino keeps a record as a list, and looks for a field
// from its beginning.
import { effectsIn } from "../../../compiler/ir/effects.ts";
import type { Expression, FunctionName, Program } from "../../../compiler/ir/program.ts";
import { rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import type { Field } from "../../../compiler/ir/types.ts";
import { usesIn, usesOf } from "../../../compiler/ir/uses.ts";

/** Uses with each message count most, then occasional uses, then rare ones. */
const WEIGHTS = { hot: 1_000_000, other: 1000, cold: 1 } as const;

/** A record whose construction may be noticed keeps its order. */
export function withFieldOrder(program: Program): Program {
  const effects = effectsIn(program);
  const weights = weightsIn(program);
  const expression = (expression: Expression): Expression => {
    if (expression.kind !== "record" || !expression.values.every(({ value }) => effects.isPure(value)))
      return expression;
    const values = [...expression.values].sort(
      (a, b) => (weights.get(b.field) ?? 0) - (weights.get(a.field) ?? 0),
    );
    return values.every((value, index) => value === expression.values[index])
      ? expression
      : { ...expression, values };
  };
  return rewriteProgram(program, { expression }, ({ fields }) => fields.size > 1);
}

/** How much a use in this function counts. */
export function weightOf({ tags }: FunctionName): number {
  if (tags.includes("hot")) return WEIGHTS.hot;
  return tags.includes("cold") ? WEIGHTS.cold : WEIGHTS.other;
}

function weightsIn(program: Program): ReadonlyMap<Field, number> {
  const weights = new Map<Field, number>();
  for (const field of usesOf(program).fields.keys()) weights.set(field, 0);
  for (const { id, body } of program.functions.values()) {
    const weight = weightOf(id);
    for (const [field, { reads, writes }] of usesIn(body).fields)
      weights.set(field, (weights.get(field) ?? 0) + (reads + writes) * weight);
  }
  return weights;
}
