// Calls: of the program's functions, of values, and of the firmware's functions.

import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { and, index, text } from "../lua/lua-nodes.ts";
import { needsStatements } from "./choices.ts";
import { guarded } from "./guarded.ts";
import { inOrder } from "./in-order.ts";
import type { Writer } from "./writer.ts";

export type Call = Extract<Expression, { kind: "call" | "call-value" | "call-member" }>;

export function call(expression: Call, writer: Writer): lua.Expression {
  switch (expression.kind) {
    case "call":
      return lua.createCallExpression(
        writer.name(expression.function),
        inOrder(withoutNothing(expression), writer),
      );
    case "call-member": {
      const [of, ...values] = inOrder([expression.of, ...expression.arguments], writer) as [lua.Expression];
      if (expression.isMethod)
        return lua.createMethodCallExpression(of, lua.createIdentifier(expression.name), values);
      return lua.createCallExpression(index(of, text(expression.name)), values);
    }
    case "call-value": {
      if (expression.isOptional) return optional(expression, writer);
      if (!expression.isMethod || expression.of.kind !== "field") {
        const [of, ...values] = inOrder([expression.of, ...expression.arguments], writer) as [lua.Expression];
        return lua.createCallExpression(of, values);
      }
      const [owner, ...values] = inOrder([expression.of.of, ...expression.arguments], writer) as [
        lua.Expression,
      ];
      const name = lua.createIdentifier(writer.keys.keyOf(expression.of.field));
      return lua.createMethodCallExpression(owner, name, values);
    }
  }
}

/** A missing last argument needs no word. */
function withoutNothing({ arguments: values }: Extract<Call, { kind: "call" }>): readonly Expression[] {
  const end = values.findLastIndex(({ kind }) => kind !== "nothing");
  return values.slice(0, end + 1);
}

function optional(call: Extract<Call, { kind: "call-value" }>, writer: Writer): lua.Expression {
  if (!call.arguments.some(needsStatements)) {
    const { guard, value } = guarded(call, writer);
    return and(guard, value);
  }
  const result = writer.kept(lua.createNilLiteral());
  calledIfThere(call, writer, (called) => writer.add(lua.createAssignmentStatement(result(), called)));
  return result();
}

/** Calls it where it is there; its arguments are worked out only then. */
export function calledIfThere(
  call: Extract<Call, { kind: "call-value" }>,
  writer: Writer,
  put: (called: lua.Expression) => void,
): void {
  const plain = { ...call, arguments: [] };
  const { guard, value } = guarded(plain, writer);
  const block = writer.block(() => {
    (value as lua.CallExpression | lua.MethodCallExpression).params = inOrder(call.arguments, writer);
    put(value);
  });
  writer.add(lua.createIfStatement(guard, block));
}
