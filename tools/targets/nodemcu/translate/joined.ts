// Texts that are joined become one concatenation, whose parts may be numbers: Lua writes whole ones as
// JavaScript does.

import type { Expression } from "../../../compiler/ir/program.ts";
import { membersOf } from "../../../compiler/ir/types.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, text } from "../lua/lua-nodes.ts";
import { LUA_DIGITS } from "../lua/number-functions.ts";
import { inOrder } from "./in-order.ts";
import type { Writer } from "./writer.ts";

export function joined(expression: Expression, writer: Writer): lua.Expression {
  const parts = withoutSeams(partsOf(expression));
  const values = inOrder(parts, writer).map((value, at) => inDigits(value, parts[at] as Expression, writer));
  const [only] = parts;
  if (values.length === 0) return text("");
  // A number alone would stay a number: "" makes a text of it.
  if (values.length === 1 && only !== undefined && only.type.kind !== "text") values.unshift(text(""));
  return inGroups(values);
}

/** Lua writes `inf` and `-nan` for infinite numbers and for no number. */
function inDigits(value: lua.Expression, part: Expression, { facts }: Writer): lua.Expression {
  const isNumber = membersOf(part.type).every(({ kind }) => kind === "number");
  const isDoubtful = isNumber && facts.mayBeNoNumber(part);
  return isDoubtful ? lua.createCallExpression(lua.createIdentifier(LUA_DIGITS), [value]) : value;
}

/** Each part is a level to Lua, which takes 200 of them. */
const MOST_PARTS = 100;

function inGroups(values: readonly lua.Expression[]): lua.Expression {
  if (values.length > MOST_PARTS) {
    const groups = Array.from({ length: Math.ceil(values.length / MOST_PARTS) }, (_, at) =>
      inGroups(values.slice(at * MOST_PARTS, (at + 1) * MOST_PARTS)),
    );
    return inGroups(groups);
  }
  return values.reduceRight((right, left) => binary(left, right, lua.SyntaxKind.ConcatOperator));
}

/** The texts and numbers that make up a text. */
function partsOf(expression: Expression): Expression[] {
  if (expression.kind !== "operation") return [expression];
  if (expression.operator === "join") return expression.operands.flatMap(partsOf);
  return expression.operator === "to-text" ? [...expression.operands] : [expression];
}

/** Literals that stand side by side are one, and an empty one is none. */
function withoutSeams(parts: readonly Expression[]): Expression[] {
  const joined: Expression[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    const literal = asText(part);
    if (literal?.value === "") continue;
    if (literal !== undefined && before?.kind === "text")
      joined[joined.length - 1] = { ...before, value: before.value + literal.value };
    else joined.push(literal ?? part);
  }
  return joined;
}

function asText(expression: Expression): Extract<Expression, { kind: "text" }> | undefined {
  if (expression.kind === "text") return expression;
  if (expression.kind !== "number") return undefined;
  return { kind: "text", value: String(expression.value), type: { kind: "text" }, place: expression.place };
}
