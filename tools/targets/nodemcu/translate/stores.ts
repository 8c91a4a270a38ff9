// Stores of a value: into a local that is made, a variable, a field, an entry.

import { targetParts } from "../../../compiler/ir/parts.ts";
import type { Expression, Statement, Target } from "../../../compiler/ir/program.ts";
import { usesIn } from "../../../compiler/ir/uses.ts";
import * as lua from "../lua/lua-ast.ts";
import { index, plus, text } from "../lua/lua-nodes.ts";
import { assignResult } from "./assign-result.ts";
import { isInPlace } from "./choices.ts";
import { foreignName, inOrder, isUnchanging } from "./in-order.ts";
import type { Writer } from "./writer.ts";

export function writeLet({ variable, value }: Extract<Statement, { kind: "let" }>, writer: Writer): void {
  const isDeclared = writer.forward.has(variable);
  if (value === undefined || (value.kind === "nothing" && !isDeclared)) {
    if (!isDeclared) writer.add(lua.createVariableDeclarationStatement(writer.name(variable)));
    return;
  }
  const put = (made: lua.Expression) => lua.createAssignmentStatement(writer.name(variable), made);
  if (isDeclared) assignResult(value, writer, { put });
  else if (needsFresh(value)) {
    writer.add(lua.createVariableDeclarationStatement(writer.name(variable)));
    assignResult(value, writer, { put, fresh: writer.nameOf(variable) });
  } else {
    const made = writer.value(value);
    // Only in this form does a function see itself.
    if (value.kind === "closure" && usesIn(value.function.body).variables.has(variable))
      made.flags |= lua.NodeFlags.Declaration;
    writer.add(lua.createVariableDeclarationStatement(writer.name(variable), made));
  }
}

/** Do several statements put it into its local? */
function needsFresh(expression: Expression): boolean {
  const isChoice =
    expression.kind === "choose" ||
    expression.kind === "and" ||
    expression.kind === "or" ||
    expression.kind === "or-else";
  return isChoice && !isInPlace(expression);
}

export function assign(target: Target, value: Expression, writer: Writer): void {
  const parts = targetParts(target);
  if (parts.every((part) => isUnchanging(part, writer))) {
    assignResult(value, writer, {
      put: (made) =>
        lua.createAssignmentStatement(
          targetOf(
            target,
            parts.map((part) => writer.value(part)),
            writer,
          ),
          made,
        ),
    });
    return;
  }
  const values = inOrder([...parts, value], writer, "owner");
  const made = values.pop() as lua.Expression;
  writer.add(lua.createAssignmentStatement(targetOf(target, values, writer), made));
}

function targetOf(
  target: Target,
  parts: readonly lua.Expression[],
  writer: Writer,
): lua.AssignmentLeftHandSideExpression {
  const [of, at] = parts as [lua.Expression, lua.Expression];
  switch (target.kind) {
    case "variable":
      return writer.name(target.variable);
    case "field":
      return index(of, text(writer.keys.keyOf(target.field)));
    case "entry":
      return index(of, plus(at, 1));
    case "lookup":
      return index(of, at);
    case "member":
      return index(of, text(target.name));
    case "foreign":
      return lua.createIdentifier(foreignName(target.name));
  }
}
