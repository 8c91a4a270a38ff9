// Statements of the IR as those of Lua.

import type { Block, FunctionDef, Statement } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { localFunction, luaOpposite } from "../lua/lua-nodes.ts";
import { assignResult } from "./assign-result.ts";
import { evaluate } from "./effects.ts";
import { countingLoop, each, loop } from "./loops.ts";
import { type Item, inLuaOrder } from "./order.ts";
import { assign, writeLet } from "./stores.ts";
import type { Writer } from "./writer.ts";

export function writeBlock(block: Block, writer: Writer): void {
  writeItems(inLuaOrder(block), writer);
}

export function writeItems(items: readonly Item[], writer: Writer): void {
  for (let at = 0; at < items.length; at++) {
    const item = items[at] as Item;
    if (item.kind === "forward") {
      writer.forward.add(item.of);
      writer.add(lua.createVariableDeclarationStatement(writer.name(item.of)));
      continue;
    }
    writer.place = item.place;
    const next = items[at + 1];
    const rest = items.slice(at + 2);
    if (next?.kind === "loop" && countingLoop(item, next, rest, writer)) at += 1;
    else if (item.kind === "block") inBlock(item.body, at === items.length - 1, writer);
    else writeStatement(item, writer);
    // No statement may follow one that ends a block in Lua.
    if (["return", "break", "continue", "fail"].includes(item.kind)) return;
  }
}

/** A block of its own is one in Lua only where it has locals that others need not see. */
function inBlock(body: Block, isLast: boolean, writer: Writer): void {
  const statements = writer.apart(() => writeBlock(body, writer));
  const needsBlock = statements.some(
    (statement) =>
      lua.isReturnStatement(statement) ||
      lua.isBreakStatement(statement) ||
      (!isLast && lua.isVariableDeclarationStatement(statement)),
  );
  if (needsBlock) writer.add(lua.createDoStatement(statements));
  else writer.addAll(statements);
}

type Kind = Statement["kind"];

/** The way to write each kind of statement. */
type Ways = {
  readonly [K in Kind]: (statement: Extract<Statement, { kind: K }>, writer: Writer) => void;
};

const WAYS: Ways = {
  let: writeLet,
  assign: ({ target, value }, writer) => assign(target, value, writer),
  evaluate: ({ value }, writer) => evaluate(value, writer),
  if: writeIf,
  loop,
  each,
  break: (_, writer) => writeBreak(writer),
  continue: (_, writer) => writer.add(lua.createBreakStatement()),
  return: writeReturn,
  fail: writeFail,
  take: writeTake,
  attempt,
  define: (statement, writer) => writeFunction(statement.function, writer),
  block: ({ body }, writer) => inBlock(body, false, writer),
};

function writeStatement(statement: Statement, writer: Writer): void {
  (WAYS[statement.kind] as (statement: Statement, writer: Writer) => void)(statement, writer);
}

function writeReturn({ value }: Extract<Statement, { kind: "return" }>, writer: Writer): void {
  if (value === undefined) writer.add(lua.createReturnStatement([]));
  else assignResult(value, writer, { put: (made) => lua.createReturnStatement([made]) });
}

/** Lua leaves an inner loop for `continue` too: `over` says that it was a break. */
function writeBreak(writer: Writer): void {
  if (writer.loop.over !== undefined)
    writer.add(
      lua.createAssignmentStatement(lua.createIdentifier(writer.loop.over), lua.createBooleanLiteral(true)),
    );
  writer.add(lua.createBreakStatement());
}

function writeFail({ value }: Extract<Statement, { kind: "fail" }>, writer: Writer): void {
  const values = [writer.value(value), lua.createNumericLiteral(0)];
  const call = lua.createCallExpression(lua.createIdentifier("error"), values);
  writer.add(lua.createExpressionStatement(call));
}

function writeTake({ variables, from }: Extract<Statement, { kind: "take" }>, writer: Writer): void {
  const end = variables.findLastIndex((variable) => variable !== undefined);
  const names = variables
    .slice(0, end + 1)
    .map((variable) => (variable === undefined ? lua.createIdentifier("_") : writer.name(variable)));
  if (names.length === 0) evaluate(from, writer);
  else writer.add(lua.createVariableDeclarationStatement(names, writer.value(from)));
}

function writeFunction(fn: FunctionDef, writer: Writer): void {
  const value = writer.function(fn);
  writer.place = fn.id.place;
  const name = writer.name(fn.id);
  if (writer.forward.has(fn.id)) writer.add(lua.createAssignmentStatement(name, value));
  else writer.add(localFunction(name.text, value));
}

function writeIf(
  { condition: test, whenTrue, whenFalse }: Extract<Statement, { kind: "if" }>,
  writer: Writer,
): void {
  const holds = writer.condition(test);
  const yes = writer.block(() => writeBlock(whenTrue, writer));
  const no = writer.block(() => writeBlock(whenFalse, writer));
  const [only] = no.statements;
  if (yes.statements.length === 0 && no.statements.length > 0)
    writer.add(lua.createIfStatement(luaOpposite(holds), no));
  else if (no.statements.length === 0) writer.add(lua.createIfStatement(holds, yes));
  else if (no.statements.length === 1 && only !== undefined && lua.isIfStatement(only))
    writer.add(lua.createIfStatement(holds, yes, only));
  else writer.add(lua.createIfStatement(holds, yes, no));
}

/** By `pcall`. It returns what its body returns; loops around it end outside of it. */
function attempt(
  { body, reason, caught, place }: Extract<Statement, { kind: "attempt" }>,
  writer: Writer,
): void {
  if (
    body.some(
      (statement) =>
        statement.kind === "return" || statement.kind === "break" || statement.kind === "continue",
    )
  )
    throw new Error(`An attempt in Lua is left at its end only (${place.file}:${place.line}).`);
  const tried = lua.createFunctionExpression(
    writer.within(() => writer.block(() => writeBlock(body, writer))),
  );
  const done = writer.freeName();
  const names = [lua.createIdentifier(done), ...(reason === undefined ? [] : [writer.name(reason)])];
  const call = lua.createCallExpression(lua.createIdentifier("pcall"), [tried]);
  writer.add(lua.createVariableDeclarationStatement(names, call));
  const failed = writer.block(() => writeBlock(caught, writer));
  if (failed.statements.length > 0)
    writer.add(lua.createIfStatement(luaOpposite(lua.createIdentifier(done)), failed));
}
