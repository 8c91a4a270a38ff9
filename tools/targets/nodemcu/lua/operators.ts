// Lua's binary operators: their words, and how closely they bind.
import * as lua from "./lua-ast.ts";

const { SyntaxKind } = lua;

interface Operator {
  word: string;
  /** The loosest is 1. */
  level: number;
}

/** Operators by their level, the loosest first. */
const BY_LEVEL: readonly (readonly (readonly [lua.BinaryOperator, word: string])[])[] = [
  [[SyntaxKind.OrOperator, "or"]],
  [[SyntaxKind.AndOperator, "and"]],
  [
    [SyntaxKind.LessThanOperator, "<"],
    [SyntaxKind.LessEqualOperator, "<="],
    [SyntaxKind.GreaterThanOperator, ">"],
    [SyntaxKind.GreaterEqualOperator, ">="],
    [SyntaxKind.EqualityOperator, "=="],
    [SyntaxKind.InequalityOperator, "~="],
  ],
  [[SyntaxKind.ConcatOperator, ".."]],
  [
    [SyntaxKind.AdditionOperator, "+"],
    [SyntaxKind.SubtractionOperator, "-"],
  ],
  [
    [SyntaxKind.MultiplicationOperator, "*"],
    [SyntaxKind.DivisionOperator, "/"],
    [SyntaxKind.ModuloOperator, "%"],
  ],
];

const OPERATORS: ReadonlyMap<lua.BinaryOperator, Operator> = new Map(
  BY_LEVEL.flatMap((operators, index) =>
    operators.map(([operator, word]) => [operator, { word, level: index + 1 }] as const),
  ),
);

export const UNARY_LEVEL = BY_LEVEL.length + 1;
/** Literals, tables and functions: they need parentheses in front of an index or a call, names do not. */
export const VALUE_LEVEL = UNARY_LEVEL + 1;
export const NAME_LEVEL = VALUE_LEVEL + 1;

export function operatorOf({ operator }: lua.BinaryExpression): Operator {
  const known = OPERATORS.get(operator);
  if (known === undefined) throw new Error(`no way to print the Lua operator ${operator}`);
  return known;
}

/** Concatenation takes the right one of two first, all others the left. */
export function bindsToTheRight({ operator }: lua.BinaryExpression): boolean {
  return operator === SyntaxKind.ConcatOperator;
}

export function isLogical({ operator }: lua.BinaryExpression): boolean {
  return operator === SyntaxKind.AndOperator || operator === SyntaxKind.OrOperator;
}
