// An expression of the IR as one of Lua. What Lua cannot say in an expression goes into statements in front.

import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { and, binary, index, luaOpposite, not, number, or, plus, text } from "../lua/lua-nodes.ts";
import { assignResult } from "./assign-result.ts";
import { call } from "./calls.ts";
import { isInPlace } from "./choices.ts";
import { isNeverFalse, isSurelyThere, isTruth } from "./facts.ts";
import { guarded } from "./guarded.ts";
import { foreignName, inOrder } from "./in-order.ts";
import { operation } from "./operations.ts";
import type { Writer } from "./writer.ts";

export function value(expression: Expression, writer: Writer): lua.Expression {
  switch (expression.kind) {
    case "number":
      return number(expression.value);
    case "text":
      return text(expression.value);
    case "truth":
      return lua.createBooleanLiteral(expression.value);
    case "nothing":
      return lua.createNilLiteral();
    case "variable":
      return writer.name(expression.variable);
    case "function":
      return writer.name(expression.function);
    case "closure":
      return writer.function(expression.function);
    case "field":
      return field(expression, writer);
    case "entry": {
      const [of, at] = inOwner(expression.of, expression.index, writer);
      return index(of, plus(at, 1));
    }
    case "lookup":
      return index(...inOwner(expression.of, expression.key, writer));
    case "member":
      return index(value(expression.of, writer), text(expression.name));
    case "foreign":
      return lua.createIdentifier(foreignName(expression.name));
    case "record":
      return tableOf(
        expression.values.map(({ field, value }) => [writer.keys.keyOf(field), value]),
        writer,
      );
    case "table":
      return tableOf(
        expression.values.map(({ key, value }) => [key, value]),
        writer,
      );
    case "list":
      return list(expression, writer);
    case "call":
    case "call-value":
    case "call-member":
      return call(expression, writer);
    case "operation":
      return operation(expression, writer);
    case "is":
      return kindIs(expression, writer);
    case "choose":
    case "and":
    case "or":
    case "or-else":
      return isInPlace(expression) ? choice(expression, writer) : inLocal(expression, writer);
    case "new":
      throw new Error(`${expression.place.file}:${expression.place.line}: nothing is made by new in Lua.`);
  }
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

type Choice = Extract<Expression, { kind: "choose" | "and" | "or" | "or-else" }>;

function choice(expression: Choice, writer: Writer): lua.Expression {
  switch (expression.kind) {
    case "and":
      return and(tested(expression.left, writer), value(expression.right, writer));
    case "or":
      return or(tested(expression.left, writer), value(expression.right, writer));
    case "or-else": {
      const left = value(expression.left, writer);
      if (
        isNeverFalse(expression.left.type) ||
        (expression.right.kind === "truth" && !expression.right.value)
      )
        return or(left, value(expression.right, writer));
      return binary(left, lua.createBooleanLiteral(false), lua.SyntaxKind.InequalityOperator);
    }
    case "choose": {
      const { whenTrue, whenFalse } = expression;
      if (isTruth(expression.condition) && whenTrue.kind === "truth") {
        const isTrue = tested(expression.condition, writer);
        return whenTrue.value
          ? either(isTrue, whenFalse, writer)
          : and(not(isTrue), value(whenFalse, writer));
      }
      if (isTruth(expression.condition) && whenFalse.kind === "truth") {
        const isTrue = tested(expression.condition, writer);
        return whenFalse.value
          ? or(not(isTrue), value(whenTrue, writer))
          : and(isTrue, value(whenTrue, writer));
      }
      const holds = writer.condition(expression.condition);
      if (isSurelyThere(whenTrue)) return or(and(holds, value(whenTrue, writer)), value(whenFalse, writer));
      return or(and(luaOpposite(holds), value(whenFalse, writer)), value(whenTrue, writer));
    }
  }
}

function either(isTrue: lua.Expression, whenFalse: Expression, writer: Writer): lua.Expression {
  if (whenFalse.kind === "truth" && !whenFalse.value) return isTrue;
  return or(isTrue, value(whenFalse, writer));
}

/** The left side of `and` and `or`: what is compared with nil is a test and no value. */
function tested(expression: Expression, writer: Writer): lua.Expression {
  return isTruth(expression) && expression.kind === "operation"
    ? operation(expression, writer, true)
    : value(expression, writer);
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
