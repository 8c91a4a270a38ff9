// An expression of the form as one of Lua. What Lua cannot say in an expression goes into statements in front.
import * as lua from "typescript-to-lua";
import type { Expression } from "../../compiler/form/program.ts";
import { call } from "./calls.ts";
import { isGuardedBefore, isInPlace, needsStatements } from "./choices.ts";
import { condition } from "./conditions.ts";
import { hasCall, isNeverFalse, isSurelyThere, isTruth } from "./facts.ts";
import { into } from "./into.ts";
import { and, binary, index, not, number, opposite, or, plus, text } from "./lua-nodes.ts";
import { operation } from "./operations.ts";
import type { Writer } from "./writer.ts";

/** What the declarations of NodeMCU call otherwise than Lua does, for TypeScript has such names. */
const LUA_NAMES = new Map([
  ["luaMath", "math"],
  ["luaString", "string"],
]);

export function foreignName(name: string): string {
  return LUA_NAMES.get(name) ?? name;
}

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
      const [of, at] = inOrder([one.of, one.index], writer, false) as [lua.Expression, lua.Expression];
      return index(of, plus(at, 1));
    }
    case "lookup": {
      const [of, key] = inOrder([one.of, one.key], writer, false) as [lua.Expression, lua.Expression];
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
  // A call at the end would give all that it returns, and the firmware's may return more than one.
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
      const asked = condition(one.condition, writer);
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
  into(one, writer, {
    fresh: name,
    put: (given) => lua.createAssignmentStatement(lua.createIdentifier(name), given),
  });
  return lua.createIdentifier(name);
}

/** `a?.b`: what has to be there, and what it is then. */
export function guarded(one: Extract<Expression, { kind: "field" | "call-value" }>, writer: Writer): Guarded {
  const { of } = one;
  if (one.kind === "call-value" && one.isMethod && of.kind === "field") return guardedMethod(one, of, writer);
  const asked = askedOf(of, writer);
  if (one.kind === "field")
    return { guard: asked.guard, value: index(asked.value, text(writer.keys.keyOf(one.field))) };
  const given = one.arguments.map((argument) => value(argument, writer));
  return { guard: asked.guard, value: lua.createCallExpression(asked.value, given) };
}

/** `a?.m(x)` and `a.m?.(x)` */
function guardedMethod(
  { of, arguments: given }: Extract<Expression, { kind: "call-value" }>,
  method: Extract<Expression, { kind: "field" }>,
  writer: Writer,
): Guarded {
  const name = writer.keys.keyOf(method.field);
  const called = (owner: lua.Expression) =>
    lua.createMethodCallExpression(
      owner,
      lua.createIdentifier(name),
      given.map((one) => value(one, writer)),
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

/** Working it out twice is as working it out once: a variable, or a local that is made for it. */
export function steadyValue(one: Expression, writer: Writer): () => lua.Expression {
  if (one.kind === "variable") return () => writer.name(one.variable);
  if (one.kind === "foreign") return () => lua.createIdentifier(foreignName(one.name));
  return writer.kept(value(one, writer));
}

/** Values that are worked out in this order. `isCopied`: Lua copies each of them before it works out the next one. */
export function inOrder(all: readonly Expression[], writer: Writer, isCopied = true): lua.Expression[] {
  return all.map((one, at) => {
    const made = value(one, writer);
    const rest = all.slice(at + 1);
    if (rest.some(needsStatements) && !isUnchanging(one, writer)) return writer.kept(made)();
    // `n or n` is n in another register.
    if (!isCopied && writer.isLocalThatCallsChange(one) && rest.some(hasCall))
      return or(made, value(one, writer));
    return made;
  });
}

/** Is its value the same, whatever statements run in between? */
export function isUnchanging(one: Expression, writer: Writer): boolean {
  if (one.kind === "variable") return writer.facts.isConstant(one.variable);
  return ["number", "text", "truth", "nothing", "function", "closure"].includes(one.kind);
}
