// Choices as values: by `and` and `or` where Lua's mean the same, and otherwise in a local of their own.

import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { and, binary, luaOpposite, not, or } from "../lua/lua-nodes.ts";
import { assignResult } from "./assign-result.ts";
import { isInPlace } from "./choices.ts";
import { isNeverFalse, isSurelyThere, isTruth } from "./facts.ts";
import { operation } from "./operations.ts";
import type { Writer } from "./writer.ts";

type Choose = Extract<Expression, { kind: "choose" }>;
type OrElse = Extract<Expression, { kind: "or-else" }>;
type Choice = Choose | OrElse | Extract<Expression, { kind: "and" | "or" }>;

export function chosen(expression: Choice, writer: Writer): lua.Expression {
  return isInPlace(expression) ? inExpression(expression, writer) : inLocal(expression, writer);
}

function inExpression(expression: Choice, writer: Writer): lua.Expression {
  switch (expression.kind) {
    case "and":
      return and(tested(expression.left, writer), writer.value(expression.right));
    case "or":
      return or(tested(expression.left, writer), writer.value(expression.right));
    case "or-else":
      return orElse(expression, writer);
    case "choose":
      return choose(expression, writer);
  }
}

/** `left ?? right`: only nil is absent, where Lua's `or` takes false for it too. */
function orElse({ left, right }: OrElse, writer: Writer): lua.Expression {
  const made = writer.value(left);
  if (isNeverFalse(left.type) || (right.kind === "truth" && !right.value))
    return or(made, writer.value(right));
  return binary(made, lua.createBooleanLiteral(false), lua.SyntaxKind.InequalityOperator);
}

function choose({ condition, whenTrue, whenFalse }: Choose, writer: Writer): lua.Expression {
  if (isTruth(condition) && whenTrue.kind === "truth") {
    const isTrue = tested(condition, writer);
    return whenTrue.value ? either(isTrue, whenFalse, writer) : and(not(isTrue), writer.value(whenFalse));
  }
  if (isTruth(condition) && whenFalse.kind === "truth") {
    const isTrue = tested(condition, writer);
    return whenFalse.value ? or(not(isTrue), writer.value(whenTrue)) : and(isTrue, writer.value(whenTrue));
  }
  const holds = writer.condition(condition);
  if (isSurelyThere(whenTrue)) return or(and(holds, writer.value(whenTrue)), writer.value(whenFalse));
  return or(and(luaOpposite(holds), writer.value(whenFalse)), writer.value(whenTrue));
}

function either(isTrue: lua.Expression, whenFalse: Expression, writer: Writer): lua.Expression {
  if (whenFalse.kind === "truth" && !whenFalse.value) return isTrue;
  return or(isTrue, writer.value(whenFalse));
}

/** The left side of `and` and `or`: what is compared with nil is a test and no value. */
function tested(expression: Expression, writer: Writer): lua.Expression {
  return isTruth(expression) && expression.kind === "operation"
    ? operation(expression, writer, true)
    : writer.value(expression);
}

function inLocal(expression: Expression, writer: Writer): lua.Expression {
  const name = writer.freeName();
  writer.add(lua.createVariableDeclarationStatement(lua.createIdentifier(name)));
  assignResult(expression, writer, {
    fresh: name,
    put: (value) => lua.createAssignmentStatement(lua.createIdentifier(name), value),
  });
  return lua.createIdentifier(name);
}
