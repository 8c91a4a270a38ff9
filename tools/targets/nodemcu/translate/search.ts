// The search for a text in another: `s.indexOf(t)` in Lua's words, and whether it is found at all.

import type { Expression, Operator } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, libraryCall, luaOpposite, number, or } from "../lua/lua-nodes.ts";
import { inOrder } from "./in-order.ts";
import { placed } from "./places.ts";
import type { Writer } from "./writer.ts";

/** Characters that Lua's search takes for patterns. */
const SPECIAL = /[\^$*+?.([%-]/;

type Search = Extract<Expression, { kind: "operation" }>;

/** `string.find(s, t)`: the place where t begins, from 1; nil where it is missing. */
function placeFound({ operands }: Search, writer: Writer): lua.Expression {
  const [sought, from] = operands.slice(1) as [Expression, Expression];
  const [of, what, at] = inOrder(operands, writer) as [lua.Expression, lua.Expression, lua.Expression];
  const isPlain = sought.kind === "text" && !SPECIAL.test(sought.value);
  const isWhole = from.kind === "number" && from.value === 0;
  if (isPlain)
    return libraryCall("string", "find", isWhole ? [of, what] : [of, what, placed(from, at, 1, writer)]);
  return libraryCall("string", "find", [
    of,
    what,
    placed(from, at, 1, writer),
    lua.createBooleanLiteral(true),
  ]);
}

/** The place of a text, or -1 where it is missing. */
export function indexOf(search: Search, writer: Writer): lua.Expression {
  return binary(or(placeFound(search, writer), number(0)), number(1), lua.SyntaxKind.SubtractionOperator);
}

/** A place in a text that is compared with a number, as a condition: whether it is found, or found there. */
export function search(
  operator: Operator,
  left: Expression,
  right: Expression,
  writer: Writer,
): lua.Expression | undefined {
  if (left.kind !== "operation" || left.operator !== "index-of" || right.kind !== "number") return undefined;
  const there = right.value;
  const isFound =
    (operator === "greater-or-equal" && there === 0) ||
    (operator === "greater" && there === -1) ||
    (operator === "not-equal" && there === -1);
  const isNowhere = (operator === "less" && there === 0) || (operator === "equal" && there === -1);
  if (isFound) return placeFound(left, writer);
  if (isNowhere) return luaOpposite(placeFound(left, writer));
  if (there < 0 || (operator !== "equal" && operator !== "not-equal")) return undefined;
  const same = operator === "equal" ? lua.SyntaxKind.EqualityOperator : lua.SyntaxKind.InequalityOperator;
  return binary(placeFound(left, writer), number(there + 1), same);
}
