// Moves the variables of blocks to their function, as one scope: each block with a `let` of
// its own costs Espruino one.
//
// Takes and gives a whole program, whose variables are all declared by `var` behind this: one without a value
// begins as nothing in each turn of a loop. A function that keeps a variable of the turn in which it was made
// would see that of the last one: the device language refuses it, and no pass may make it.
import { blocksOf, madeBy } from "../../../compiler/ir/parts.ts";
import type { Block, Program, Statement, Variable } from "../../../compiler/ir/program.ts";
import { rewriteBlock, rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import { NOTHING } from "../../../compiler/ir/types.ts";
import { usesIn } from "../../../compiler/ir/uses.ts";
import { visitBlock } from "../../../compiler/ir/visit.ts";
import { at, BuildError } from "../../../compiler/source/build-error.ts";

export function withOneScope(program: Program): Program {
  return rewriteProgram(program, {
    statement: (statement) => {
      if (statement.kind !== "loop" && statement.kind !== "each") return [statement];
      requireNoneKept(statement);
      const body = rewriteBlock(statement.body, { statement: (inner) => [begun(inner)] });
      return [body === statement.body ? statement : { ...statement, body }];
    },
  });
}

function begun(statement: Statement): Statement {
  if (statement.kind !== "let" || statement.value !== undefined) return statement;
  return { ...statement, value: { kind: "nothing", type: NOTHING, place: statement.place } };
}

function requireNoneKept(loop: Extract<Statement, { kind: "loop" | "each" }>): void {
  const ofTurn = [...madeBy(loop), ...madeIn(loop.body)];
  visitBlock(loop.body, {
    inner: ({ id, body }) => {
      const kept = ofTurn.find((variable) => usesIn(body).variables.has(variable));
      if (kept === undefined) return;
      const sentence = `a function that is made in a loop keeps ${kept.name} of its turn, which Espruino has once for all turns; write a function outside of the loop, and call it.`;
      throw new BuildError(at(id.place, sentence));
    },
  });
}

function madeIn(block: Block): Variable[] {
  return block.flatMap((statement) => [...madeBy(statement), ...blocksOf(statement).flatMap(madeIn)]);
}
