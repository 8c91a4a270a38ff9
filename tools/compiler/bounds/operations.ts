// The least number that an operation gives, by the least that its operands may be.
import type { Expression } from "../ir/program.ts";

/** The bound of a value that is no number or is not stored yet: above every number. */
export const NO_NUMBER = Number.POSITIVE_INFINITY;
export const ANY_NUMBER = Number.NEGATIVE_INFINITY;

type Operation = Extract<Expression, { kind: "operation" }>;

/**
 * The bound of an operation; `least` are those of its operands. A number has 32 signed bits: no sum and no
 * product leaves them.
 */
export function leastOfOperation({ operator, operands }: Operation, least: readonly number[]): number {
  switch (operator) {
    case "index-of":
      return -1;
    case "byte-at":
    case "text-length":
      return 0;
    case "list-length":
      return Math.max(0, least[0] as number);
  }
  return least.includes(NO_NUMBER) ? NO_NUMBER : leastOfNumbers(operator, operands, least);
}

/** The bound of an operation whose operands are numbers. */
function leastOfNumbers(
  operator: Operation["operator"],
  operands: Operation["operands"],
  least: readonly number[],
): number {
  const [first, second] = least as [number, number];
  const isAny = least.some((bound) => bound >= 0);
  const areAll = least.every((bound) => bound >= 0);
  switch (operator) {
    case "add":
      return first + second;
    case "subtract": {
      const [, less] = operands;
      return less?.kind === "number" ? first - less.value : ANY_NUMBER;
    }
    case "multiply":
      return areAll ? first * second : ANY_NUMBER;
    case "floor":
      return Math.floor(first);
    case "least":
      return Math.min(...least);
    case "most":
      return Math.max(...least);
    case "absolute":
      return 0;
    case "mask":
      return isAny ? 0 : ANY_NUMBER;
    case "remainder":
    case "shift-right":
      return first >= 0 ? 0 : ANY_NUMBER;
    case "divide":
    case "inclusive-or":
    case "exclusive-or":
      return areAll ? 0 : ANY_NUMBER;
    case "negate":
    // The highest bit of 32 is the sign.
    case "shift-left":
      return ANY_NUMBER;
    default:
      return NO_NUMBER;
  }
}
