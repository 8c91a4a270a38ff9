// Numbers, texts, truth values and "nothing" that stand in a program as they are.
import type { Expression, Place } from "../ir/program.ts";
import { NOTHING, NUMBER, TEXT, TRUTH } from "../ir/types.ts";

export type Constant = number | string | boolean | undefined;
export type ConstantExpression = Extract<Expression, { kind: "number" | "text" | "truth" | "nothing" }>;

export function isConstant(expression: Expression): expression is ConstantExpression {
  return (
    expression.kind === "number" ||
    expression.kind === "text" ||
    expression.kind === "truth" ||
    expression.kind === "nothing"
  );
}

export function constantOf(expression: ConstantExpression): Constant {
  return expression.kind === "nothing" ? undefined : expression.value;
}

export function constant(value: Constant, place: Place): Expression {
  if (typeof value === "number") return { kind: "number", value, type: NUMBER, place };
  if (typeof value === "string") return { kind: "text", value, type: TEXT, place };
  if (typeof value === "boolean") return { kind: "truth", value, type: TRUTH, place };
  return { kind: "nothing", type: NOTHING, place };
}

/**
 * A value in place of an expression. It keeps the expression's type there, which, in a branch that is never
 * taken, may differ from the value's own.
 */
export function standingFor(expression: Expression, value: Expression): Expression {
  return { ...value, type: expression.type, place: expression.place };
}

/**
 * The longest text that may stand in several places: an engine keeps a text of many uses once only where a
 * name stands for it.
 */
const LONGEST_REPEATED = 4;

export function isShort(text: string): boolean {
  return text.length <= LONGEST_REPEATED;
}

export function isWorthRepeating(value: unknown, uses: number): boolean {
  return uses <= 1 || typeof value !== "string" || isShort(value);
}
