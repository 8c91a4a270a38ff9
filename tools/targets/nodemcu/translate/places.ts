// Places in a text. What lies below zero counts as zero in JavaScript, and from the end of the text in Lua.

import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, libraryCall, number, or, plus } from "../lua/lua-nodes.ts";
import type { Writer } from "./writer.ts";

const SUBTRACTION = lua.SyntaxKind.SubtractionOperator;

/** A place, `offset` added, and not below what zero is then. `made` is the place in Lua. */
export function placed(
  expression: Expression,
  made: lua.Expression,
  offset: number,
  writer: Writer,
): lua.Expression {
  if (isIndexOf(expression) && isFound(made))
    return plus(binary(or(made.left.left, number(1)), number(1), SUBTRACTION), offset);
  const place = plus(made, offset);
  return writer.facts.leastOf(expression) < 0 ? libraryCall("math", "max", [place, number(offset)]) : place;
}

function isIndexOf(expression: Expression): boolean {
  return expression.kind === "operation" && expression.operator === "index-of";
}

type Found = lua.BinaryExpression & { left: lua.BinaryExpression };

/** `(string.find(...) or 0) - 1`: with 1 in place of 0, what is found nowhere is the first place. */
function isFound(made: lua.Expression): made is Found {
  return (
    lua.isBinaryExpression(made) &&
    made.operator === SUBTRACTION &&
    lua.isBinaryExpression(made.left) &&
    made.left.operator === lua.SyntaxKind.OrOperator
  );
}
