// Calls: of the program's functions, of values, and of the firmware's functions.
import * as lua from "typescript-to-lua/dist/LuaAST.js";
import type { Expression } from "../../../compiler/ir/program.ts";
import { needsStatements } from "./choices.ts";
import { guarded } from "./guarded.ts";
import { inOrder } from "./in-order.ts";
import { and, index, text } from "./lua-nodes.ts";
import type { Writer } from "./writer.ts";

export type Call = Extract<Expression, { kind: "call" | "call-value" | "call-member" }>;

export function call(one: Call, writer: Writer): lua.Expression {
  switch (one.kind) {
    case "call":
      return lua.createCallExpression(writer.name(one.function), inOrder(withoutNothing(one), writer));
    case "call-member": {
      const [of, ...given] = inOrder([one.of, ...one.arguments], writer) as [lua.Expression];
      if (one.isMethod) return lua.createMethodCallExpression(of, lua.createIdentifier(one.name), given);
      return lua.createCallExpression(index(of, text(one.name)), given);
    }
    case "call-value": {
      if (one.isOptional) return optional(one, writer);
      if (!one.isMethod || one.of.kind !== "field") {
        const [of, ...given] = inOrder([one.of, ...one.arguments], writer) as [lua.Expression];
        return lua.createCallExpression(of, given);
      }
      const [owner, ...given] = inOrder([one.of.of, ...one.arguments], writer) as [lua.Expression];
      const name = lua.createIdentifier(writer.keys.keyOf(one.of.field));
      return lua.createMethodCallExpression(owner, name, given);
    }
  }
}

/** A missing last argument needs no word. */
function withoutNothing({ arguments: given }: Extract<Call, { kind: "call" }>): readonly Expression[] {
  const end = given.findLastIndex(({ kind }) => kind !== "nothing");
  return given.slice(0, end + 1);
}

function optional(one: Extract<Call, { kind: "call-value" }>, writer: Writer): lua.Expression {
  if (!one.arguments.some(needsStatements)) {
    const { guard, value } = guarded(one, writer);
    return and(guard, value);
  }
  const result = writer.kept(lua.createNilLiteral());
  calledIfThere(one, writer, (called) => writer.add(lua.createAssignmentStatement(result(), called)));
  return result();
}

/** Calls it where it is there; its arguments are worked out only then. */
export function calledIfThere(
  one: Extract<Call, { kind: "call-value" }>,
  writer: Writer,
  put: (called: lua.Expression) => void,
): void {
  const plain = { ...one, arguments: [] };
  const { guard, value } = guarded(plain, writer);
  const block = writer.block(() => {
    (value as lua.CallExpression | lua.MethodCallExpression).params = inOrder(one.arguments, writer);
    put(value);
  });
  writer.add(lua.createIfStatement(guard, block));
}
