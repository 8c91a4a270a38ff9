// An expression of the IR as one of Lua. What Lua cannot say in an expression goes into statements in front.
import * as lua from "typescript-to-lua/dist/LuaAST.js";
import type { Expression } from "../../../compiler/ir/program.ts";
import { assignResult } from "./assign-result.ts";
import { call } from "./calls.ts";
import { isInPlace } from "./choices.ts";
import { isNeverFalse, isSurelyThere, isTruth } from "./facts.ts";
import { guarded } from "./guarded.ts";
import { foreignName, inOrder } from "./in-order.ts";
import { and, binary, index, not, number, opposite, or, plus, text } from "./lua-nodes.ts";
import { operation } from "./operations.ts";
import type { Writer } from "./writer.ts";

export function value(one: Expression, writer: Writer): lua.Expression {
  switch (one.kind) {
    case "number":
      return number(one.value);
    case "text":
      return text(one.value);
    case "truth":
      return lua.createBooleanLiteral(one.value);
    case "nothing":
      return lua.createNilLiteral();
    case "variable":
      return writer.name(one.variable);
    case "function":
      return writer.name(one.function);
    case "closure":
      return writer.function(one.function);
    case "field": {
      if (one.isOptional) {
        const { guard, value: asked } = guarded(one, writer);
        return and(guard, asked);
      }
      return index(value(one.of, writer), text(writer.keys.keyOf(one.field)));
    }
    case "entry": {
      const [of, at] = inOrder([one.of, one.index], writer, "owner") as [lua.Expression, lua.Expression];
      return index(of, plus(at, 1));
    }
    case "lookup": {
      const [of, key] = inOrder([one.of, one.key], writer, "owner") as [lua.Expression, lua.Expression];
      return index(of, key);
    }
    case "member":
      return index(value(one.of, writer), text(one.name));
    case "foreign":
      return lua.createIdentifier(foreignName(one.name));
    case "record": {
      const values = inOrder(
        one.values.map((field) => field.value),
        writer,
      );
      return lua.createTableExpression(
        one.values.map(({ field }, at) => tableField(values[at], writer.keys.keyOf(field))),
      );
    }
    case "table": {
      const values = inOrder(
        one.values.map((entry) => entry.value),
        writer,
      );
      return lua.createTableExpression(one.values.map(({ key }, at) => tableField(values[at], key)));
    }
    case "list":
      return list(one, writer);
    case "call":
    case "call-value":
    case "call-member":
      return call(one, writer);
    case "operation":
      return operation(one, writer);
    case "is":
      return kindIs(one, writer);
    case "choose":
    case "and":
    case "or":
    case "or-else":
      return isInPlace(one) ? choice(one, writer) : inLocal(one, writer);
    case "new":
      throw new Error(`${one.place.file}:${one.place.line}: nothing is made by new in Lua.`);
  }
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
  return lua.createTableExpression(values.map((one) => lua.createTableFieldExpression(one)));
}

const LUA_TYPES: Readonly<Record<string, string>> = {
  number: "number",
  text: "string",
  truth: "boolean",
  function: "function",
  record: "table",
};

function kindIs({ of, what }: Extract<Expression, { kind: "is" }>, writer: Writer): lua.Expression {
  const asked = value(of, writer);
  if (what === "nothing") return binary(asked, lua.createNilLiteral(), lua.SyntaxKind.EqualityOperator);
  const kind = lua.createCallExpression(lua.createIdentifier("type"), [asked]);
  return binary(kind, text(LUA_TYPES[what] ?? "table"), lua.SyntaxKind.EqualityOperator);
}

type Choice = Extract<Expression, { kind: "choose" | "and" | "or" | "or-else" }>;

function choice(one: Choice, writer: Writer): lua.Expression {
  switch (one.kind) {
    case "and":
      return and(tested(one.left, writer), value(one.right, writer));
    case "or":
      return or(tested(one.left, writer), value(one.right, writer));
    case "or-else": {
      const left = value(one.left, writer);
      if (isNeverFalse(one.left.type) || (one.right.kind === "truth" && !one.right.value))
        return or(left, value(one.right, writer));
      return binary(left, lua.createBooleanLiteral(false), lua.SyntaxKind.InequalityOperator);
    }
    case "choose": {
      const { whenTrue, whenFalse } = one;
      if (isTruth(one.condition) && whenTrue.kind === "truth") {
        const isTrue = tested(one.condition, writer);
        return whenTrue.value
          ? either(isTrue, whenFalse, writer)
          : and(not(isTrue), value(whenFalse, writer));
      }
      if (isTruth(one.condition) && whenFalse.kind === "truth") {
        const isTrue = tested(one.condition, writer);
        return whenFalse.value
          ? or(not(isTrue), value(whenTrue, writer))
          : and(isTrue, value(whenTrue, writer));
      }
      const asked = writer.condition(one.condition);
      if (isSurelyThere(whenTrue)) return or(and(asked, value(whenTrue, writer)), value(whenFalse, writer));
      return or(and(opposite(asked), value(whenFalse, writer)), value(whenTrue, writer));
    }
  }
}

function either(isTrue: lua.Expression, whenFalse: Expression, writer: Writer): lua.Expression {
  if (whenFalse.kind === "truth" && !whenFalse.value) return isTrue;
  return or(isTrue, value(whenFalse, writer));
}

/** The left side of `and` and `or`: what is compared with nil is a test and no value. */
function tested(one: Expression, writer: Writer): lua.Expression {
  return isTruth(one) && one.kind === "operation" ? operation(one, writer, true) : value(one, writer);
}

function inLocal(one: Expression, writer: Writer): lua.Expression {
  const name = writer.freeName();
  writer.add(lua.createVariableDeclarationStatement(lua.createIdentifier(name)));
  assignResult(one, writer, {
    fresh: name,
    put: (given) => lua.createAssignmentStatement(lua.createIdentifier(name), given),
  });
  return lua.createIdentifier(name);
}
