// `a?.b` and `a?.m(x)`: the part that has to be there, and the value if it is.

import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { and, index, text } from "../lua/lua-nodes.ts";
import { isGuardedBefore } from "./choices.ts";
import { steadyValue } from "./in-order.ts";
import type { Writer } from "./writer.ts";

/** `a?.b`: the part that has to be there, and the value if it is. */
export function guarded(
  optional: Extract<Expression, { kind: "field" | "call-value" }>,
  writer: Writer,
): Guarded {
  const { of } = optional;
  if (optional.kind === "call-value" && optional.isMethod && of.kind === "field")
    return guardedMethod(optional, of, writer);
  const owner = askedOf(of, writer);
  if (optional.kind === "field")
    return { guard: owner.guard, value: index(owner.value, text(writer.keys.keyOf(optional.field))) };
  const values = optional.arguments.map((argument) => writer.value(argument));
  return { guard: owner.guard, value: lua.createCallExpression(owner.value, values) };
}

/** `a?.m(x)` and `a.m?.(x)` */
function guardedMethod(
  { of, arguments: args }: Extract<Expression, { kind: "call-value" }>,
  method: Extract<Expression, { kind: "field" }>,
  writer: Writer,
): Guarded {
  const name = writer.keys.keyOf(method.field);
  const called = (owner: lua.Expression) =>
    lua.createMethodCallExpression(
      owner,
      lua.createIdentifier(name),
      args.map((argument) => writer.value(argument)),
    );
  if (method === of && isGuardedBefore(method)) {
    const owner = askedOf(method.of, writer);
    return { guard: owner.guard, value: called(owner.value) };
  }
  const owner = steadyValue(method.of, writer);
  const there = index(owner(), text(name));
  return { guard: method.isOptional ? and(owner(), there) : there, value: called(owner()) };
}

interface Guarded {
  guard: lua.Expression;
  value: lua.Expression;
}

function askedOf(of: Expression, writer: Writer): Guarded {
  if ((of.kind === "field" || of.kind === "call-value") && isGuardedBefore(of)) return guarded(of, writer);
  const steady = steadyValue(of, writer);
  return { guard: steady(), value: steady() };
}
