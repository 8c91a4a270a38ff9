// An expression of the IR as one of Lua. What Lua cannot say in an expression goes into statements in front.

import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { and, binary, index, number, plus, text } from "../lua/lua-nodes.ts";
import { call } from "./calls.ts";
import { chosen } from "./choose.ts";
import { guarded } from "./guarded.ts";
import { foreignName, inOrder } from "./in-order.ts";
import { operation } from "./operations.ts";
import type { Writer } from "./writer.ts";

type Kind = Expression["kind"];

/** The way to write each kind of expression. */
type Ways = {
  readonly [K in Kind]: (expression: Extract<Expression, { kind: K }>, writer: Writer) => lua.Expression;
};

const WAYS: Ways = {
  number: (expression) => number(expression.value),
  text: (expression) => text(expression.value),
  truth: (expression) => lua.createBooleanLiteral(expression.value),
  nothing: () => lua.createNilLiteral(),
  variable: ({ variable }, writer) => writer.name(variable),
  function: (expression, writer) => writer.name(expression.function),
  closure: (expression, writer) => writer.function(expression.function),
  field,
  entry: (expression, writer) => {
    const [of, at] = inOwner(expression.of, expression.index, writer);
    return index(of, plus(at, 1));
  },
  lookup: ({ of, key }, writer) => index(...inOwner(of, key, writer)),
  member: ({ of, name }, writer) => index(value(of, writer), text(name)),
  foreign: ({ name }) => lua.createIdentifier(foreignName(name)),
  record: ({ values }, writer) =>
    tableOf(
      values.map(({ field, value }) => [writer.keys.keyOf(field), value]),
      writer,
    ),
  table: ({ values }, writer) =>
    tableOf(
      values.map(({ key, value }) => [key, value]),
      writer,
    ),
  list,
  call,
  "call-value": call,
  "call-member": call,
  operation: (expression, writer) => operation(expression, writer),
  is: kindIs,
  choose: chosen,
  and: chosen,
  or: chosen,
  "or-else": chosen,
  new: ({ place }) => {
    throw new Error(`${place.file}:${place.line}: nothing is made by new in Lua.`);
  },
};

export function value(expression: Expression, writer: Writer): lua.Expression {
  return (WAYS[expression.kind] as (expression: Expression, writer: Writer) => lua.Expression)(
    expression,
    writer,
  );
}

function field(expression: Extract<Expression, { kind: "field" }>, writer: Writer): lua.Expression {
  if (expression.isOptional) {
    const { guard, value: guardedValue } = guarded(expression, writer);
    return and(guard, guardedValue);
  }
  return index(value(expression.of, writer), text(writer.keys.keyOf(expression.field)));
}

/** What something is in, and its place there. */
function inOwner(of: Expression, place: Expression, writer: Writer): [lua.Expression, lua.Expression] {
  return inOrder([of, place], writer, "owner") as [lua.Expression, lua.Expression];
}

function tableOf(entries: readonly (readonly [string, Expression])[], writer: Writer): lua.Expression {
  const values = inOrder(
    entries.map(([, value]) => value),
    writer,
  );
  return lua.createTableExpression(entries.map(([key], at) => tableField(values[at], key)));
}

function tableField(of: lua.Expression | undefined, key: string): lua.TableFieldExpression {
  return lua.createTableFieldExpression(of as lua.Expression, text(key));
}

function list({ items }: Extract<Expression, { kind: "list" }>, writer: Writer): lua.Expression {
  const values = inOrder(items, writer);
  // A call at the end would give all its results, and one of the firmware's may return more than one.
  const last = items.at(-1);
  if (last?.kind === "call-value" || last?.kind === "call-member")
    values.push(lua.createParenthesizedExpression(values.pop() as lua.Expression));
  return lua.createTableExpression(values.map((expression) => lua.createTableFieldExpression(expression)));
}

const LUA_TYPES: Readonly<Record<string, string>> = {
  number: "number",
  text: "string",
  truth: "boolean",
  function: "function",
  record: "table",
};

function kindIs({ of, what }: Extract<Expression, { kind: "is" }>, writer: Writer): lua.Expression {
  const operand = value(of, writer);
  if (what === "nothing") return binary(operand, lua.createNilLiteral(), lua.SyntaxKind.EqualityOperator);
  const kind = lua.createCallExpression(lua.createIdentifier("type"), [operand]);
  return binary(kind, text(LUA_TYPES[what] ?? "table"), lua.SyntaxKind.EqualityOperator);
}
