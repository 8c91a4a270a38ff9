// A value that is put somewhere, by as many statements as it takes: each way of a choice puts its own.

import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, luaOpposite } from "../lua/lua-nodes.ts";
import { isInPlace } from "./choices.ts";
import type { Writer } from "./writer.ts";

export interface Sink {
  put: (value: lua.Expression) => lua.Statement;
  /** The name of the local for it, where nothing else can see that yet. */
  fresh?: string;
}

export function assignResult(expression: Expression, writer: Writer, sink: Sink): void {
  const isChoice =
    expression.kind === "choose" ||
    expression.kind === "and" ||
    expression.kind === "or" ||
    expression.kind === "or-else";
  if (!isChoice || isInPlace(expression)) writer.add(sink.put(writer.value(expression)));
  else if (expression.kind === "choose") choose(expression, writer, sink);
  else second(expression, writer, sink);
}

function choose(choice: Extract<Expression, { kind: "choose" }>, writer: Writer, sink: Sink): void {
  const holds = writer.condition(choice.condition);
  const whenTrue = writer.block(() => assignResult(choice.whenTrue, writer, sink));
  const whenFalse = writer.block(() => assignResult(choice.whenFalse, writer, sink));
  const [only] = whenFalse.statements;
  const isElseIf = whenFalse.statements.length === 1 && only !== undefined && lua.isIfStatement(only);
  writer.add(lua.createIfStatement(holds, whenTrue, isElseIf ? only : whenFalse));
}

/** The left side, and the right one in its place where it is needed. */
function second(
  choice: Extract<Expression, { kind: "and" | "or" | "or-else" }>,
  writer: Writer,
  sink: Sink,
): void {
  const name = sink.fresh ?? writer.freeName();
  const local = () => lua.createIdentifier(name);
  const own: Sink = { fresh: name, put: (value) => lua.createAssignmentStatement(local(), value) };
  if (sink.fresh === undefined) writer.add(lua.createVariableDeclarationStatement(local()));
  assignResult(choice.left, writer, own);
  const holds =
    choice.kind === "or-else"
      ? binary(local(), lua.createNilLiteral(), lua.SyntaxKind.EqualityOperator)
      : choice.kind === "and"
        ? local()
        : luaOpposite(local());
  const block = writer.block(() => assignResult(choice.right, writer, own));
  writer.add(lua.createIfStatement(holds, block));
  if (sink.fresh === undefined) writer.add(sink.put(local()));
}
