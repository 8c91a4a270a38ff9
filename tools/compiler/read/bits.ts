// Operators that look at the bits of whole numbers: `status & READY`, `(high << 8) | low`, `crc ^= byte`,
// `~mask`.
import ts from "typescript";
import type { Expression, Operator } from "../ir/program.ts";
import { NUMBER } from "../ir/types.ts";
import { isAuthors } from "../source/own-code.ts";
import { refused } from "../subset/diagnostics.ts";
import { isUnsignedShift, unsignedBits } from "../subset/operations.ts";
import { operation } from "./made.ts";
import type { Scope } from "./scope.ts";

const { SyntaxKind } = ts;

const MOST_BYTE = 255;

/** Bits of a number. */
const WORD = 32;

const OPERATORS = new Map<ts.SyntaxKind, Operator>([
  [SyntaxKind.LessThanLessThanToken, "shift-left"],
  [SyntaxKind.LessThanLessThanEqualsToken, "shift-left"],
  [SyntaxKind.GreaterThanGreaterThanToken, "shift-right"],
  [SyntaxKind.GreaterThanGreaterThanEqualsToken, "shift-right"],
  [SyntaxKind.AmpersandToken, "mask"],
  [SyntaxKind.AmpersandEqualsToken, "mask"],
  [SyntaxKind.BarToken, "inclusive-or"],
  [SyntaxKind.BarEqualsToken, "inclusive-or"],
  [SyntaxKind.CaretToken, "exclusive-or"],
  [SyntaxKind.CaretEqualsToken, "exclusive-or"],
]);

/**
 * An operation on the bits of `left`, which may stand for a value read twice in `x |= y`. `undefined`: the
 * node is no such operation.
 */
export function bitOperation(
  node: ts.BinaryExpression,
  left: Expression,
  right: Expression,
  scope: Scope,
): Expression | undefined {
  const operator = OPERATORS.get(node.operatorToken.kind);
  if (operator !== undefined) return operation(operator, NUMBER, [left, right]);
  if (!isUnsignedShift(node)) return undefined;
  const bits = unsignedBits(node, scope.checker);
  if (bits === undefined) throw scope.refused(node, refused.unsignedShift);
  // `x >>> 4` as `x >> 4 & 0xfffffff`.
  const shifted = operation("shift-right", NUMBER, [left, right]);
  return operation("mask", NUMBER, [shifted, number(2 ** (WORD - bits) - 1, left)]);
}

/** `~x`, also of an x that is no number: `x ^ -1`. */
export function complement(of: Expression): Expression {
  return operation("exclusive-or", NUMBER, [of, number(-1, of)]);
}

/** A value as the byte that it is written as, on every engine: a value above a byte loses its upper bits. */
export function asByte(expression: Expression): Expression {
  if (!isAuthors(expression.place) || isByte(expression)) return expression;
  return operation("mask", NUMBER, [expression, number(MOST_BYTE, expression)]);
}

function isByte(expression: Expression): boolean {
  if (expression.kind === "number") return expression.value >= 0 && expression.value <= MOST_BYTE;
  if (expression.kind !== "operation") return false;
  if (expression.operator === "byte-at") return true;
  return (
    expression.operator === "mask" &&
    expression.operands.some((each) => each.kind === "number" && isByte(each))
  );
}

function number(value: number, { place }: Expression): Expression {
  return { kind: "number", value, type: NUMBER, place };
}
