// A value that is put somewhere, by as many statements as it takes: each way of a choice puts its own.
import * as lua from "typescript-to-lua/dist/LuaAST.js";
import type { Expression } from "../../../compiler/ir/program.ts";
import { isInPlace } from "./choices.ts";
import { binary, opposite } from "./lua-nodes.ts";
import type { Writer } from "./writer.ts";

export interface Sink {
  put: (value: lua.Expression) => lua.Statement;
  /** The name of the local for it, where nothing else can see that yet. */
  fresh?: string;
}

export function assignResult(one: Expression, writer: Writer, sink: Sink): void {
  const isChoice = one.kind === "choose" || one.kind === "and" || one.kind === "or" || one.kind === "or-else";
  if (!isChoice || isInPlace(one)) writer.add(sink.put(writer.value(one)));
  else if (one.kind === "choose") choose(one, writer, sink);
  else second(one, writer, sink);
}

function choose(one: Extract<Expression, { kind: "choose" }>, writer: Writer, sink: Sink): void {
  const asked = writer.condition(one.condition);
  const whenTrue = writer.block(() => assignResult(one.whenTrue, writer, sink));
  const whenFalse = writer.block(() => assignResult(one.whenFalse, writer, sink));
  const [only] = whenFalse.statements;
  const isElseIf = whenFalse.statements.length === 1 && only !== undefined && lua.isIfStatement(only);
  writer.add(lua.createIfStatement(asked, whenTrue, isElseIf ? only : whenFalse));
}

/** The left side, and the right one in its place where it is needed. */
function second(
  one: Extract<Expression, { kind: "and" | "or" | "or-else" }>,
  writer: Writer,
  sink: Sink,
): void {
  const name = sink.fresh ?? writer.freeName();
  const local = () => lua.createIdentifier(name);
  const own: Sink = { fresh: name, put: (given) => lua.createAssignmentStatement(local(), given) };
  if (sink.fresh === undefined) writer.add(lua.createVariableDeclarationStatement(local()));
  assignResult(one.left, writer, own);
  const asked =
    one.kind === "or-else"
      ? binary(local(), lua.createNilLiteral(), lua.SyntaxKind.EqualityOperator)
      : one.kind === "and"
        ? local()
        : opposite(local());
  const block = writer.block(() => assignResult(one.right, writer, own));
  writer.add(lua.createIfStatement(asked, block));
  if (sink.fresh === undefined) writer.add(sink.put(local()));
}
