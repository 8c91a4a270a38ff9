// Expressions that are worked out for their effects alone, as statements.

import { partsOf } from "../../../compiler/ir/parts.ts";
import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, luaOpposite } from "../lua/lua-nodes.ts";
import { calledIfThere } from "./calls.ts";
import { hasCall } from "./facts.ts";
import { appended } from "./operations.ts";
import type { Writer } from "./writer.ts";

/** An expression that is worked out for its effects. Lua has only calls as statements. */
export function evaluate(expression: Expression, writer: Writer): void {
  switch (expression.kind) {
    case "call":
    case "call-member":
      run(expression, writer);
      return;
    case "call-value":
      if (!expression.isOptional) run(expression, writer);
      else calledIfThere(expression, writer, (called) => writer.add(lua.createExpressionStatement(called)));
      return;
    case "and":
      when(writer.condition(expression.left), expression.right, writer);
      return;
    case "or":
      when(luaOpposite(writer.condition(expression.left)), expression.right, writer);
      return;
    case "or-else":
      when(isNothing(writer.value(expression.left)), expression.right, writer);
      return;
    case "choose":
      choose(expression, writer);
      return;
    default:
      if (expression.kind === "operation" && expression.operator === "append")
        writer.add(appended(expression, writer));
      else for (const part of partsOf(expression)) if (hasCall(part)) evaluate(part, writer);
  }
}

function run(call: Expression, writer: Writer): void {
  writer.add(lua.createExpressionStatement(writer.value(call)));
}

function isNothing(value: lua.Expression): lua.Expression {
  return binary(value, lua.createNilLiteral(), lua.SyntaxKind.EqualityOperator);
}

function choose(
  { condition, whenTrue, whenFalse }: Extract<Expression, { kind: "choose" }>,
  writer: Writer,
): void {
  const holds = writer.condition(condition);
  const inBlock = (chosen: Expression) => writer.block(() => evaluate(chosen, writer));
  writer.add(lua.createIfStatement(holds, inBlock(whenTrue), inBlock(whenFalse)));
}

function when(holds: lua.Expression, expression: Expression, writer: Writer): void {
  writer.add(
    lua.createIfStatement(
      holds,
      writer.block(() => evaluate(expression, writer)),
    ),
  );
}
