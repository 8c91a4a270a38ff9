// Comparisons: of order and equality, of a place that a text is searched for, of a bit, and with nothing.

import type { Expression, Operator } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, not } from "../lua/lua-nodes.ts";
import { testedBit } from "./bits.ts";
import { isNeverFalse, isTruth } from "./facts.ts";
import { inOrder } from "./in-order.ts";
import type { Operation } from "./operations.ts";
import { search } from "./search.ts";
import { compared } from "./texts.ts";
import type { Writer } from "./writer.ts";

const { SyntaxKind } = lua;

const SIGNS: { readonly [operator in Operator]?: lua.BinaryOperator } = {
  less: SyntaxKind.LessThanOperator,
  "less-or-equal": SyntaxKind.LessEqualOperator,
  greater: SyntaxKind.GreaterThanOperator,
  "greater-or-equal": SyntaxKind.GreaterEqualOperator,
};

export function ordered(operation: Operation, writer: Writer): lua.Expression {
  const { operator, operands } = operation;
  const searched = searchIn(operation, writer);
  if (searched !== undefined) return searched;
  const [left, right] = inOrder(operands, writer, "local") as [lua.Expression, lua.Expression];
  return binary(left, right, SIGNS[operator] as lua.BinaryOperator);
}

export function equality(operation: Operation, writer: Writer, isTested: boolean): lua.Expression {
  const { operator, operands } = operation;
  const [left, right] = operands as [Expression, Expression];
  const searched = searchIn(operation, writer);
  if (searched !== undefined) return searched;
  const bit = testedBit(operation, writer);
  if (bit !== undefined) return bit;
  const isSame = operator === "equal";
  if (right.kind === "truth" && isTruth(left) && right.value === isSame) return writer.value(left);
  if (right.kind === "truth" && isTruth(left)) return not(writer.value(left));
  // Two words of Lua in place of a comparison, a jump and two constants.
  if (!isTested && right.kind === "nothing" && isNeverFalse(left.type)) {
    const absent = lua.createUnaryExpression(writer.value(left), SyntaxKind.NotOperator);
    return isSame ? absent : lua.createUnaryExpression(absent, SyntaxKind.NotOperator);
  }
  const [first, second] = inOrder(compared(left, right), writer, "local") as [lua.Expression, lua.Expression];
  return binary(first, second, isSame ? SyntaxKind.EqualityOperator : SyntaxKind.InequalityOperator);
}

/** Whether a text has another one, as true or false. */
function searchIn({ operator, operands }: Operation, writer: Writer): lua.Expression | undefined {
  const [left, right] = operands as [Expression, Expression];
  const searched = search(operator, left, right, writer);
  if (searched === undefined || lua.isBinaryExpression(searched) || lua.isUnaryExpression(searched))
    return searched;
  return binary(searched, lua.createNilLiteral(), SyntaxKind.InequalityOperator);
}
