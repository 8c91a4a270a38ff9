// The result of an operation on constants, where it is the same on every engine: numbers are whole and of 32
// bits at most, for Lua 5.1 has doubles only, or fractions of so few digits that a float of 32 bits has them.

import { isShortFraction } from "../bounds/short-fraction.ts";
import { MEANINGS } from "../interpret/operations.ts";
import type { Operator } from "../ir/program.ts";
import type { Constant } from "./constant.ts";

/** The largest whole number that every engine can hold in a literal. */
const LARGEST = 2147483647;

export interface WorkedOut {
  readonly value: Constant;
}

export function workedOut(operator: Operator, operands: readonly Constant[]): WorkedOut | undefined {
  return isKnown(operator, operands) ? plain(MEANINGS[operator](...operands)) : undefined;
}

/** `floor` of what may be a fraction of any length. */
export function wholeOf(value: number): WorkedOut | undefined {
  return plain(Math.floor(value));
}

function plain(value: unknown): WorkedOut | undefined {
  if (typeof value === "string" || typeof value === "boolean") return { value };
  // Zero has a sign to doubles.
  return isPlain(value) ? { value: value + 0 } : undefined;
}

function isKnown(operator: Operator, operands: readonly Constant[]): boolean {
  const [first, second, third] = operands;
  switch (operator) {
    case "add":
    case "subtract":
    case "multiply":
    case "floor":
    case "negate":
    case "absolute":
    case "least":
    case "most":
      return operands.every(isPlain);
    case "divide":
      return operands.every(isPlain) && second !== 0;
    case "to-text":
    case "mask":
    case "inclusive-or":
    case "exclusive-or":
      return operands.every(isWhole);
    case "remainder":
      return operands.every(isWhole) && second !== 0;
    case "shift-left":
    case "shift-right":
      return isWhole(first) && isBetween(second, 0, 31);
    case "less":
    case "less-or-equal":
    case "greater":
    case "greater-or-equal":
      return typeof first === typeof second && (typeof first === "number" || typeof first === "string");
    case "equal":
    case "not-equal":
      return true;
    case "not":
      return first === undefined || typeof first === "boolean";
    case "from-bytes":
      return operands.every((operand) => isBetween(operand, 0, 255));
    default:
      return isKnownOfText(operator, first, second, third);
  }
}

function isKnownOfText(operator: Operator, first: Constant, second: Constant, third: Constant): boolean {
  switch (operator) {
    case "join":
      return typeof first === "string" && typeof second === "string";
    case "text-length":
      return typeof first === "string";
    case "byte-at":
      return typeof first === "string" && isBetween(second, 0, first.length - 1);
    case "tail":
      return typeof first === "string" && isBetween(second, 0, first.length);
    case "substring":
      return typeof first === "string" && isBetween(third, 0, first.length) && isBetween(second, 0, third);
    case "index-of":
      return typeof first === "string" && typeof second === "string" && isBetween(third, 0, first.length);
    default:
      return false;
  }
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= LARGEST;
}

function isPlain(value: unknown): value is number {
  return isWhole(value) || (typeof value === "number" && isShortFraction(value));
}

function isBetween(value: Constant, least: number, most: number): value is number {
  return isWhole(value) && value >= least && value <= most;
}
