// Expressions whose value is the same later on.
import type { Effects } from "../ir/effects.ts";
import type { Block, Expression, Variable } from "../ir/program.ts";
import { usesIn } from "../ir/uses.ts";
import { visitBlock, visitExpression } from "../ir/visit.ts";

/** Does it have one value at any time, being made of literals and of variables without stores? */
export function isSteadyConstant(expression: Expression, effects: Effects): boolean {
  return isPlain(expression) && effects.of(expression).reads.size === 0;
}

/** Does it only read and calculate, without calls, changes, or values that must be one and the same? */
export function isPlain(expression: Expression): boolean {
  let isFound = false;
  visitExpression(expression, {
    expression: (value) => {
      isFound ||= !PLAIN.has(value.kind) || (value.kind === "operation" && value.operator === "append");
    },
  });
  return !isFound;
}

const PLAIN: ReadonlySet<Expression["kind"]> = new Set([
  "number",
  "text",
  "truth",
  "nothing",
  "variable",
  "function",
  "foreign",
  "field",
  "entry",
  "lookup",
  "operation",
  "is",
  "choose",
  "and",
  "or",
  "or-else",
] as const);

const within = new WeakMap<Block, ReadonlySet<Variable>>();

/** The variables that functions which are made in the block name. */
export function namedWithin(block: Block): ReadonlySet<Variable> {
  const known = within.get(block);
  if (known !== undefined) return known;
  const named = new Set<Variable>();
  visitBlock(block, {
    inner: ({ body }) => {
      for (const variable of usesIn(body).variables.keys()) named.add(variable);
    },
  });
  within.set(block, named);
  return named;
}
