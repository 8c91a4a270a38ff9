// Operations on bits: arithmetic where that is exact, and the firmware's `bit` where it is not. Lua 5.1 has
// no operators for them, and the text may have to run on both. `bit` works on 32 signed bits, as JavaScript
// does; only a shift by 32 bits or more differs.

import type { Expression } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, libraryCall, number } from "../lua/lua-nodes.ts";
import { bitsOf, MOST, zerosOf } from "./bit-count.ts";
import { inOrder } from "./in-order.ts";
import type { Operation } from "./operations.ts";
import { quotient } from "./quotient.ts";
import { withZeros } from "./texts.ts";
import type { Writer } from "./writer.ts";

const { SyntaxKind } = lua;

/** 2 to the power of this is a whole number of Lua 5.3 on a chip. */
const LARGEST_POWER = 30;
const COUNTS = 32;

export function luaBitOperation(written: Operation, writer: Writer): lua.Expression {
  const operation = { ...written, operands: asBits(written.operands, writer) };
  switch (operation.operator) {
    case "shift-left":
      return shiftedLeft(operation, writer);
    case "shift-right":
      return shiftedRight(operation, writer);
    case "mask":
      return masked(operation, writer);
    default:
      return joined(operation, writer);
  }
}

/** As in JavaScript, a byte that a text does not have, NaN and an infinite number are 0 to operations on bits. */
function asBits(operands: readonly Expression[], writer: Writer): readonly Expression[] {
  return withZeros(operands, writer).map((operand) => {
    if (!writer.facts.mayBeNoNumber(operand)) return operand;
    const taken = { ...operand };
    writer.takenForBits.add(taken);
    return taken;
  });
}

function shiftedLeft(operation: Operation, writer: Writer): lua.Expression {
  const [of, count] = operation.operands as [Expression, Expression];
  const places = placesOf(count);
  if (places === 0) return writer.value(of);
  if (places === undefined || (bitsOf(of, writer.facts) ?? MOST) + places > MOST)
    return shifted("lshift", operation, writer);
  return binary(writer.value(of), number(2 ** places), SyntaxKind.MultiplicationOperator);
}

function shiftedRight(operation: Operation, writer: Writer): lua.Expression {
  const [of, count] = operation.operands as [Expression, Expression];
  const places = placesOf(count);
  if (places === 0) return writer.value(of);
  if (places === undefined || places > LARGEST_POWER) return shifted("arshift", operation, writer);
  return quotient(writer.value(of), number(2 ** places));
}

/** By as many bits as are known. JavaScript counts them from 0 again at 32. */
function placesOf(count: Expression): number | undefined {
  if (count.kind !== "number") return undefined;
  return ((count.value % COUNTS) + COUNTS) % COUNTS;
}

function shifted(name: string, { operands }: Operation, writer: Writer): lua.Expression {
  const [, count] = operands as [Expression, Expression];
  const [value, by] = inOrder(operands, writer) as [lua.Expression, lua.Expression];
  const places = placesOf(count);
  if (places !== undefined) return libraryCall("bit", name, [value, number(places)]);
  const isSure = (bitsOf(count, writer.facts) ?? COUNTS) <= Math.log2(COUNTS);
  const within = isSure ? by : binary(by, number(COUNTS), SyntaxKind.ModuloOperator);
  return libraryCall("bit", name, [value, within]);
}

function masked({ operands }: Operation, writer: Writer): lua.Expression {
  const [of, mask] = maskedBy(operands) ?? [];
  if (of === undefined || mask === undefined || !isPower(mask + 1))
    return libraryCall("bit", "band", inOrder(operands, writer));
  return binary(writer.value(of), number(mask + 1), SyntaxKind.ModuloOperator);
}

/** The value and its mask, where that is known. */
function maskedBy([left, right]: readonly Expression[]): readonly [Expression, number] | undefined {
  if (right?.kind === "number" && left !== undefined) return [left, right.value];
  return left?.kind === "number" && right !== undefined ? [right, left.value] : undefined;
}

function isPower(value: number): boolean {
  return value > 1 && value <= 2 ** LARGEST_POWER && Number.isInteger(Math.log2(value));
}

/** Numbers that have no bit at the same place are joined by adding them: `(high << 8) | low`. */
function joined({ operator, operands }: Operation, writer: Writer): lua.Expression {
  const [first, second] = operands as [Expression, Expression];
  // `~x`
  if (operator === "exclusive-or" && second.kind === "number" && second.value === -1)
    return binary(number(-1), writer.value(first), SyntaxKind.SubtractionOperator);
  const areApart = fits(first, zerosOf(second), writer) || fits(second, zerosOf(first), writer);
  if (!areApart)
    return libraryCall("bit", operator === "exclusive-or" ? "bxor" : "bor", inOrder(operands, writer));
  const [left, right] = inOrder(operands, writer, "local") as [lua.Expression, lua.Expression];
  return binary(left, right, SyntaxKind.AdditionOperator);
}

function fits(expression: Expression, places: number, { facts }: Writer): boolean {
  return places > 0 && (bitsOf(expression, facts) ?? MOST) <= places;
}

/**
 * `(status & 0x80) !== 0`: the bits from the tested one on, as a number. `undefined`: more or fewer than one
 * bit is tested.
 */
export function testedBit({ operator, operands }: Operation, writer: Writer): lua.Expression | undefined {
  const [masking, right] = operands as [Expression, Expression];
  if (masking.kind !== "operation" || masking.operator !== "mask" || right.kind !== "number")
    return undefined;
  const [of, bit] = maskedBy(asBits(masking.operands, writer)) ?? [];
  if (of === undefined || bit === undefined || bit === 1 || !isPower(2 * bit)) return undefined;
  if (right.value !== 0 && right.value !== bit) return undefined;
  const isSet = (operator === "equal") === (right.value === bit);
  const value = writer.value(of);
  const isHighest = (bitsOf(of, writer.facts) ?? MOST) <= Math.log2(2 * bit);
  const upTo = isHighest ? value : binary(value, number(2 * bit), SyntaxKind.ModuloOperator);
  return binary(upTo, number(bit), isSet ? SyntaxKind.GreaterEqualOperator : SyntaxKind.LessThanOperator);
}
