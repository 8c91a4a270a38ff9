// Calls of JavaScript's library: the language's few operations, and functions that a program gets for others.
import ts from "typescript";
import { type Expression, NO_PLACE } from "../ir/program.ts";
import { membersOf, NOTHING, NUMBER, TEXT, TRUTH, type Type } from "../ir/types.ts";
import { asByte } from "./bits.ts";
import type { LibraryName } from "./library.ts";
import { operation } from "./made.ts";
import type { Scope } from "./scope.ts";

/** The longest possible text. */
const LARGEST = 2147483647;

/** The operations that JavaScript writes as calls of its library. */
export function readLibraryCall(
  callee: ts.PropertyAccessExpression,
  values: readonly Expression[],
  scope: Scope,
): Expression | undefined {
  const { expression } = callee;
  const name = callee.name.text;
  if (ts.isIdentifier(expression) && expression.text === "Math") return ofMath(name, values, scope);
  if (ts.isIdentifier(expression) && expression.text === "String" && name === "fromCharCode")
    return operation("from-bytes", TEXT, values.map(asByte));
  const type = scope.typeOf(expression);
  if (type.kind === "text") return ofText(name, scope.expression(expression), values, scope);
  const [radix] = values;
  if (type.kind === "number" && name === "toString" && radix?.kind === "number" && radix.value === 16)
    return called("inHexadecimal", [scope.expression(expression)], TEXT, scope);
  if (type.kind === "list" && name === "push")
    return operation("append", NOTHING, [scope.expression(expression), ...values]);
  if (type.kind === "list" && isPlain(type.of)) return ofPlainList(name, expression, values, scope);
  return undefined;
}

/** A call of a function that the program gets for it (library.ts). */
function called(name: LibraryName, values: readonly Expression[], type: Type, scope: Scope): Expression {
  const at = values[0]?.place ?? NO_PLACE;
  return { kind: "call", function: scope.libraryFunction(name), arguments: values, type, place: at };
}

function ofMath(name: string, values: readonly Expression[], scope: Scope): Expression | undefined {
  const [quotient] = values;
  if (quotient?.kind === "operation" && quotient.operator === "divide") {
    if (name === "round") return called("roundedQuotient", quotient.operands, NUMBER, scope);
    if (name === "trunc") return called("truncatedQuotient", quotient.operands, NUMBER, scope);
  }
  const rounded = name === "floor" && quotient !== undefined ? roundedIn(quotient) : undefined;
  if (rounded !== undefined) return called("roundedQuotient", rounded.operands, NUMBER, scope);
  if (name === "floor") return operation("floor", NUMBER, values);
  if (name === "abs") return operation("absolute", NUMBER, values);
  if (name === "min") return operation("least", NUMBER, values);
  if (name === "max") return operation("most", NUMBER, values);
  return undefined;
}

/** The quotient of `a / b + 0.5`, which a float of 32 bits cannot hold. */
function roundedIn(expression: Expression) {
  if (expression.kind !== "operation" || expression.operator !== "add") return undefined;
  const quotient = expression.operands.find(
    (each) => each.kind === "operation" && each.operator === "divide",
  );
  const half = expression.operands.find((each) => each.kind === "number" && each.value === 0.5);
  return quotient?.kind === "operation" && half !== undefined ? quotient : undefined;
}

function ofText(
  name: string,
  of: Expression,
  values: readonly Expression[],
  scope: Scope,
): Expression | undefined {
  const [first, second] = values;
  if (first === undefined) return undefined;
  if (name === "charCodeAt") return operation("byte-at", NUMBER, [of, first]);
  if (name === "substring")
    return second === undefined
      ? operation("tail", TEXT, [of, first])
      : operation("substring", TEXT, [of, first, second]);
  if (name === "slice") return sliced(of, first, second, scope);
  if (name === "includes")
    return operation("not-equal", TRUTH, [
      operation("index-of", NUMBER, [of, first, second ?? place(0, of)]),
      place(-1, of),
    ]);
  if (name === "indexOf") return operation("index-of", NUMBER, [of, first, second ?? place(0, of)]);
  return undefined;
}

/** Only for numbers, texts and truth values, which are equal as they are. */
function ofPlainList(
  name: string,
  list: ts.Expression,
  values: readonly Expression[],
  scope: Scope,
): Expression | undefined {
  if (name !== "slice" && name !== "includes") return undefined;
  const of = scope.expression(list);
  const [first, second] = values;
  if (name === "slice")
    return called("slicedList", [of, first ?? place(0, of), second ?? place(LARGEST, of)], of.type, scope);
  return first === undefined ? undefined : called("hasEntry", [of, first], TRUTH, scope);
}

function isPlain(type: Type): boolean {
  return membersOf(type).every(({ kind }) => kind === "number" || kind === "text" || kind === "truth");
}

function place(value: number, { place: at }: Expression): Expression {
  return { kind: "number", value, type: NUMBER, place: at };
}

/**
 * `substring` cuts places counted from a text's beginning in the same way; a place from its end is counted
 * first.
 */
function sliced(of: Expression, from: Expression, before: Expression | undefined, scope: Scope): Expression {
  const isFromFirst = from.kind === "number" && from.value >= 0;
  if (isFromFirst && before === undefined) return operation("tail", TEXT, [of, from]);
  if (isFromFirst && before?.kind === "number" && before.value >= from.value)
    return operation("substring", TEXT, [of, from, before]);
  return called("slicedText", [of, from, before ?? place(LARGEST, of)], TEXT, scope);
}
