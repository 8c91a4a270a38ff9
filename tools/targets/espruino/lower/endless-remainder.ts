// Espruino has 0 for `5 % -Infinity`, which is 5. A remainder has the sign of what is divided: it is taken by
// the divisor's size, where the divisor may be infinite and below zero.
//
// Takes and gives a whole program.
import { LowerBounds } from "../../../compiler/bounds/lower-bounds.ts";
import { noNumbersIn } from "../../../compiler/bounds/no-numbers.ts";
import type { Expression, Program } from "../../../compiler/ir/program.ts";
import { rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import { NUMBER } from "../../../compiler/ir/types.ts";
import { visitProgram } from "../../../compiler/ir/visit.ts";
import { isAuthors } from "../../../compiler/source/own-code.ts";

export function withEndlessRemainders(program: Program): Program {
  let isAnywhere = false;
  visitProgram(program, {
    expression: (expression) => {
      isAnywhere ||= divisorOf(expression) !== undefined;
    },
  });
  if (!isAnywhere) return program;
  const bounds = new LowerBounds(program);
  const noNumbers = noNumbersIn(program, bounds);
  return rewriteProgram(program, {
    expression: (expression) => {
      const divisor = divisorOf(expression);
      if (expression.kind !== "operation" || divisor === undefined) return expression;
      if (noNumbers.originOf(divisor) === undefined || bounds.least(divisor) >= 0) return expression;
      const [dividend] = expression.operands;
      return { ...expression, operands: [dividend as Expression, sizeOf(divisor)] };
    },
  });
}

/** The divisor of an author's remainder, unless it is a written number. */
function divisorOf(expression: Expression): Expression | undefined {
  if (expression.kind !== "operation" || expression.operator !== "remainder" || !isAuthors(expression.place))
    return undefined;
  const [, divisor] = expression.operands;
  return divisor?.kind === "number" ? undefined : divisor;
}

function sizeOf(expression: Expression): Expression {
  return {
    kind: "operation",
    operator: "absolute",
    operands: [expression],
    type: NUMBER,
    place: expression.place,
  };
}
