// Calls of JavaScript's library: the language's few operations, and functions that a program gets for others.
import ts from "typescript";
import { type Expression, NOWHERE } from "../form/program.ts";
import { NOTHING, NUMBER, TEXT, TRUTH, type Type } from "../form/types.ts";
import type { LibraryName } from "./library.ts";
import { operation } from "./made.ts";
import type { Scope } from "./scope.ts";

/** No text is longer. */
const LARGEST = 2147483647;

/** The operations that JavaScript writes as calls of its library. */
export function libraryCall(
  callee: ts.PropertyAccessExpression,
  given: readonly Expression[],
  scope: Scope,
): Expression | undefined {
  const { expression } = callee;
  const name = callee.name.text;
  if (ts.isIdentifier(expression) && expression.text === "Math") return ofMath(name, given, scope);
  if (ts.isIdentifier(expression) && expression.text === "String" && name === "fromCharCode")
    return operation("from-bytes", TEXT, given);
  const type = scope.typeOf(expression);
  if (type.kind === "text") return ofText(name, scope.expression(expression), given, scope);
  const [radix] = given;
  if (type.kind === "number" && name === "toString" && radix?.kind === "number" && radix.value === 16)
    return called("inHexadecimal", [scope.expression(expression)], TEXT, scope);
  if (type.kind === "list" && name === "push")
    return operation("append", NOTHING, [scope.expression(expression), ...given]);
  return undefined;
}

/** A call of a function that the program gets for it (library.ts). */
function called(name: LibraryName, given: readonly Expression[], type: Type, scope: Scope): Expression {
  const place = given[0]?.place ?? NOWHERE;
  return { kind: "call", function: scope.libraryFunction(name), arguments: given, type, place };
}

function ofMath(name: string, given: readonly Expression[], scope: Scope): Expression | undefined {
  const [quotient] = given;
  if (quotient?.kind === "operation" && quotient.operator === "divide") {
    if (name === "round") return called("roundedQuotient", quotient.operands, NUMBER, scope);
    if (name === "trunc") return called("truncatedQuotient", quotient.operands, NUMBER, scope);
  }
  if (name === "floor") return operation("floor", NUMBER, given);
  if (name === "abs") return operation("absolute", NUMBER, given);
  if (name === "min") return operation("least", NUMBER, given);
  if (name === "max") return operation("most", NUMBER, given);
  return undefined;
}

function ofText(
  name: string,
  of: Expression,
  given: readonly Expression[],
  scope: Scope,
): Expression | undefined {
  const [first, second] = given;
  if (first === undefined) return undefined;
  const number = (value: number): Expression => ({ kind: "number", value, type: NUMBER, place: of.place });
  if (name === "charCodeAt") return operation("byte-at", NUMBER, [of, first]);
  if (name === "substring")
    return second === undefined
      ? operation("tail", TEXT, [of, first])
      : operation("substring", TEXT, [of, first, second]);
  if (name === "slice") return sliced(of, first, second, scope);
  if (name === "includes")
    return operation("not-equal", TRUTH, [
      operation("index-of", NUMBER, [of, first, second ?? number(0)]),
      number(-1),
    ]);
  if (name === "indexOf") return operation("index-of", NUMBER, [of, first, second ?? number(0)]);
  return undefined;
}

/** Places from a text's beginning are cut alike by `substring`; a place from its end is counted first. */
function sliced(of: Expression, from: Expression, before: Expression | undefined, scope: Scope): Expression {
  const last: Expression = { kind: "number", value: LARGEST, type: NUMBER, place: of.place };
  const isFromFirst = from.kind === "number" && from.value >= 0;
  if (isFromFirst && before === undefined) return operation("tail", TEXT, [of, from]);
  if (isFromFirst && before?.kind === "number" && before.value >= from.value)
    return operation("substring", TEXT, [of, from, before]);
  return called("slicedText", [of, from, before ?? last], TEXT, scope);
}
