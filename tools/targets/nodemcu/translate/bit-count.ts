// The most bits that a whole number has, as far as the program says: what fits is arithmetic to Lua.
import type { Expression } from "../../../compiler/ir/program.ts";
import type { Facts } from "./facts.ts";

/** Bits of a number without its sign. */
export const MOST = 31;

type Operation = Extract<Expression, { kind: "operation" }>;

/** `undefined`: nobody knows, or it may be below zero. */
export function bitsOf(expression: Expression, facts: Facts): number | undefined {
  switch (expression.kind) {
    case "number":
      return expression.value < 0 ? undefined : Math.ceil(Math.log2(expression.value + 1));
    case "variable": {
      const value = facts.valueOf(expression.variable);
      return value === undefined ? undefined : bitsOf(value, facts);
    }
    case "choose":
      return widest([expression.whenTrue, expression.whenFalse], facts);
    case "or-else":
      return widest([expression.left, expression.right], facts);
    case "operation":
      return fitting(bitsOfOperation(expression, facts));
    default:
      return undefined;
  }
}

function bitsOfOperation({ operator, operands }: Operation, facts: Facts): number | undefined {
  const [first, second] = operands as [Expression, Expression];
  switch (operator) {
    case "byte-at":
      return 8;
    case "mask": {
      const known = operands.map((operand) => bitsOf(operand, facts)).filter((bits) => bits !== undefined);
      return known.length === 0 ? undefined : Math.min(...known);
    }
    case "inclusive-or":
    case "exclusive-or":
      return widest(operands, facts);
    case "add":
      return plus(widest(operands, facts), 1);
    case "multiply":
      return plus(bitsOf(first, facts), bitsOf(second, facts));
    case "shift-left":
      return second.kind === "number" ? plus(bitsOf(first, facts), second.value) : undefined;
    case "shift-right":
      return bitsOf(first, facts);
    default:
      return undefined;
  }
}

/** At the end of it, as many bits as these are 0 at least. */
export function zerosOf(expression: Expression): number {
  if (expression.kind !== "operation") return 0;
  const [first, second] = expression.operands as [Expression, Expression];
  switch (expression.operator) {
    case "shift-left":
      return second.kind === "number" ? zerosOf(first) + second.value : 0;
    case "inclusive-or":
    case "exclusive-or":
      return Math.min(zerosOf(first), zerosOf(second));
    default:
      return 0;
  }
}

function widest(all: readonly Expression[], facts: Facts): number | undefined {
  return all.map((expression) => bitsOf(expression, facts)).reduce((a, b) => plus(a, b, Math.max));
}

function plus(a: number | undefined, b: number | undefined, join = (x: number, y: number) => x + y) {
  return a === undefined || b === undefined ? undefined : join(a, b);
}

/** What may not fit is cut off, and may be anything. */
function fitting(bits: number | undefined): number | undefined {
  return bits === undefined || bits > MOST ? undefined : bits;
}
