// Arithmetic, as exact on Lua as in JavaScript: its zeros and signs, and what is no number.

import type { Expression, Operator } from "../../../compiler/ir/program.ts";
import { isAuthors } from "../../../compiler/source/own-code.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, callOf, libraryCall, number } from "../lua/lua-nodes.ts";
import { LEAST, MOST } from "../lua/number-functions.ts";
import { inOrder } from "./in-order.ts";
import type { Operation } from "./operations.ts";
import { endlessRemainder, quotient, remainder, signedRemainder } from "./quotient.ts";
import type { Writer } from "./writer.ts";

const { SyntaxKind } = lua;

const SIGNS: { readonly [operator in Operator]?: lua.BinaryOperator } = {
  add: SyntaxKind.AdditionOperator,
  subtract: SyntaxKind.SubtractionOperator,
  multiply: SyntaxKind.MultiplicationOperator,
  divide: SyntaxKind.DivisionOperator,
};

/** The functions of Lua, and those that also give no number where an operand is none. */
const OF_SEVERAL: { readonly [operator in Operator]?: readonly [library: string, careful: string] } = {
  least: ["min", LEAST],
  most: ["max", MOST],
};

/** An operation for which Lua has a sign between two operands. */
export function arithmetic(operation: Operation, writer: Writer): lua.Expression {
  const { operator, operands } = operation;
  const [left, right] = inOrder(operands, writer, "local") as [lua.Expression, lua.Expression];
  if (operator === "remainder") return remainderOf(operation, left, right, writer);
  const made = binary(left, right, SIGNS[operator] as lua.BinaryOperator);
  return mayLoseSign(operation) ? binary(made, number(0), SyntaxKind.AdditionOperator) : made;
}

function remainderOf(
  operation: Operation,
  left: lua.Expression,
  right: lua.Expression,
  writer: Writer,
): lua.Expression {
  const [, divisor] = operation.operands as [Expression, Expression];
  if (writer.facts.mayBeNoNumber(divisor)) return endlessRemainder(left, right);
  if (mayBeBelowZero(operation, writer)) return signedRemainder(left, right);
  if (!isNeverZero(divisor, writer)) return remainder(left, right);
  return binary(left, right, SyntaxKind.ModuloOperator);
}

export function floored(value: Expression, writer: Writer): lua.Expression {
  return value.kind === "operation" && value.operator === "divide" && value.operands.every(isWhole)
    ? quotient(...(inOrder(value.operands, writer) as [lua.Expression, lua.Expression]))
    : libraryCall("math", "floor", [writer.value(value)]);
}

/** `Math.min(a, b)`; where one of them may be no number, that is the result, as in JavaScript. */
export function leastOrMost({ operator, operands }: Operation, writer: Writer): lua.Expression {
  const [library, careful] = OF_SEVERAL[operator] as readonly [string, string];
  const mayBeNoNumber = operands.some((each) => writer.facts.mayBeNoNumber(each));
  const values = inOrder(operands, writer);
  if (!mayBeNoNumber) return libraryCall("math", library, values);
  return values.reduce((before, next) => callOf(careful, [before, next]));
}

/** This package's own lines take remainders only of numbers from zero up, and are tested for it. */
function mayBeBelowZero({ operands, place }: Operation, { facts }: Writer): boolean {
  return isAuthors(place) && operands.some((operand) => facts.leastOf(operand) < 0);
}

/** May it be the -0 that Lua 5.1 writes as such? Nothing else makes one: so 0 added to it is enough. */
function mayLoseSign({ operator, operands }: Operation): boolean {
  const [left, right] = operands as [Expression, Expression];
  if (operator !== "multiply" && operator !== "divide") return false;
  return !isAboveZero(right) && (operator === "divide" || !isAboveZero(left));
}

function isWhole(expression: Expression): boolean {
  return expression.kind !== "number" || Number.isInteger(expression.value);
}

function isAboveZero(expression: Expression): boolean {
  return expression.kind === "number" && expression.value > 0;
}

/** As it is written, or where a constant is declared: `Math.max(1, x)`. */
function isNeverZero(expression: Expression, writer: Writer): boolean {
  if (expression.kind === "number") return expression.value !== 0;
  if (expression.kind === "operation")
    return expression.operator === "most" && expression.operands.some(isAboveZero);
  const value = expression.kind === "variable" ? writer.facts.valueOf(expression.variable) : undefined;
  return value !== undefined && value.kind !== "variable" && isNeverZero(value, writer);
}
