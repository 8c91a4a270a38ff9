// Parts of texts. Beyond the end, where JavaScript has NaN for a byte, Lua has nil; and no cut ends in front
// of its beginning.

import type { Expression } from "../../../compiler/ir/program.ts";
import { eitherOf, mayBe, NOTHING, NUMBER } from "../../../compiler/ir/types.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, libraryCall, number, or, plus } from "../lua/lua-nodes.ts";
import { CUT_BETWEEN } from "../lua/prelude.ts";
import { inOrder } from "./in-order.ts";
import { placed } from "./places.ts";
import type { Writer } from "./writer.ts";

type Operation = Extract<Expression, { kind: "operation" }>;

/** `s.charCodeAt(i)` */
export function byteAt(operation: Operation, writer: Writer): lua.Expression {
  const [of, at] = inOrder(operation.operands, writer) as [lua.Expression, lua.Expression];
  const [, place] = operation.operands as [Expression, Expression];
  const isFirst = place.kind === "number" && place.value === 0;
  const behind = plus(at, 1);
  // At 0 Lua has no byte, and one of the text's end below it.
  const counted = writer.facts.leastOf(place) < -1 ? libraryCall("math", "max", [behind, number(0)]) : behind;
  const byte = libraryCall("string", "byte", isFirst ? [of] : [of, counted]);
  if (mayBe(operation.type, "nothing") || writer.facts.isWithin(operation)) return byte;
  return or(byte, binary(number(0), number(0), lua.SyntaxKind.DivisionOperator));
}

/** `s.substring(a)`, `s.substring(a, b)` */
export function part(operation: Operation, writer: Writer): lua.Expression {
  const [of, from, before] = inOrder(operation.operands, writer) as [
    lua.Expression,
    lua.Expression,
    lua.Expression?,
  ];
  const [, begin, end] = operation.operands as [Expression, Expression, Expression];
  if (before === undefined) return libraryCall("string", "sub", [of, placed(begin, from, 1, writer)]);
  if (!writer.facts.isWithin(operation))
    return lua.createCallExpression(lua.createIdentifier(CUT_BETWEEN), [of, from, before]);
  return libraryCall("string", "sub", [of, placed(begin, from, 1, writer), placed(end, before, 0, writer)]);
}

/** To bits, and as the byte that it is written as, a missing byte is 0. */
export function withZeros(all: readonly Expression[], { facts }: Writer): readonly Expression[] {
  return all.map((expression) => {
    if (!isByte(expression) || facts.isWithin(expression)) return expression;
    const { place } = expression;
    return {
      kind: "or-else",
      left: orNothing(expression),
      right: { kind: "number", value: 0, type: NUMBER, place },
      type: NUMBER,
      place,
    };
  });
}

/** Both sides of an equality: a missing byte equals no number, and nil equals none either. */
export function compared(left: Expression, right: Expression): readonly Expression[] {
  if (isByte(left) && right.kind === "number") return [orNothing(left), right];
  return isByte(right) && left.kind === "number" ? [left, orNothing(right)] : [left, right];
}

function isByte(expression: Expression): expression is Operation {
  return expression.kind === "operation" && expression.operator === "byte-at";
}

function orNothing(byte: Operation): Expression {
  return { ...byte, type: eitherOf([NUMBER, NOTHING]) };
}
