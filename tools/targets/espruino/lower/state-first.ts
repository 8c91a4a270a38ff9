// Variables of the start in front of the functions, in the order of their use: Espruino keeps the names of a
// script as a list, and looks for each from its beginning.
import { effectsIn } from "../../../compiler/ir/effects.ts";
import type { Block, Program, Statement, Variable } from "../../../compiler/ir/program.ts";
import { usesIn } from "../../../compiler/ir/uses.ts";
import { weightOf } from "./field-order.ts";

/** The declarations that may stand in front of all else, and the program without them. */
export function stateFirst(program: Program): { first: Block; rest: Program } {
  const effects = effectsIn(program);
  const mayLead = (statement: Statement): boolean => {
    if (statement.kind !== "let" || (statement.value !== undefined && !effects.isPure(statement.value)))
      return false;
    const { variables, functions } = usesIn([statement]);
    return functions.size === 0 && [...variables.values()].every(({ reads }) => reads === 0);
  };
  const weights = weightsIn(program);
  const weight = (statement: Statement): number =>
    statement.kind === "let" ? (weights.get(statement.variable) ?? 0) : 0;
  return {
    first: program.start.filter(mayLead).sort((a, b) => weight(b) - weight(a)),
    rest: { ...program, start: program.start.filter((statement) => !mayLead(statement)) },
  };
}

function weightsIn(program: Program): ReadonlyMap<Variable, number> {
  const weights = new Map<Variable, number>();
  for (const { id, body } of program.functions.values())
    for (const [variable, { reads, writes }] of usesIn(body).variables)
      weights.set(variable, (weights.get(variable) ?? 0) + (reads + writes) * weightOf(id));
  return weights;
}
