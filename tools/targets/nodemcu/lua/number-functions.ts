// Functions of an image for numbers that Lua treats otherwise than JavaScript: below zero,
// infinite, or no numbers at all.
import * as lua from "./lua-ast.ts";
import { and, binary, functionOf, local, name, number, or, text } from "./lua-nodes.ts";
import { madeName } from "./names.ts";

/**
 * The function that gives the remainder of numbers that may be below zero: it has the sign of the first one.
 */
export const SIGNED_REMAINDER = madeName("signed");

/** The same for a divisor that may be infinite: then the dividend is left over. */
export const ENDLESS_REMAINDER = madeName("endless");

/**
 * The functions that give the lesser and the greater of two numbers, and no number where one of them is none.
 */
export const LEAST = madeName("least");
export const MOST = madeName("most");

/** The function that gives 0 for what is infinite or no number, as JavaScript takes it for bits. */
export const BITS = madeName("bits");

/** The function that writes a number that may be infinite, or none, as JavaScript does. */
export const LUA_DIGITS = madeName("digits");

const { SyntaxKind } = lua;

const isBelowZero = (variable: string) => binary(name(variable), number(0), SyntaxKind.LessThanOperator);

export const NUMBER_FUNCTIONS: readonly (readonly [called: string, define: () => lua.Expression])[] = [
  [SIGNED_REMAINDER, () => signedRemainder([])],
  [ENDLESS_REMAINDER, () => signedRemainder([dividendIfEndless()])],
  [LEAST, () => eitherOf(SyntaxKind.LessThanOperator)],
  [MOST, () => eitherOf(SyntaxKind.GreaterThanOperator)],
  [BITS, bits],
  [LUA_DIGITS, digits],
];

/** `local r = b == 0 and b / 0 or a % b; return r ~= 0 and (a < 0) ~= (b < 0) and r - b or r` */
function signedRemainder(before: readonly lua.Statement[]): lua.Expression {
  const isZero = binary(name("b"), number(0), SyntaxKind.EqualityOperator);
  const byZero = and(isZero, binary(name("b"), number(0), SyntaxKind.DivisionOperator));
  const rest = or(byZero, binary(name("a"), name("b"), SyntaxKind.ModuloOperator));
  const isThere = binary(name("r"), number(0), SyntaxKind.InequalityOperator);
  const areApart = binary(isBelowZero("a"), isBelowZero("b"), SyntaxKind.InequalityOperator);
  const difference = binary(name("r"), name("b"), SyntaxKind.SubtractionOperator);
  return functionOf(
    ["a", "b"],
    [
      ...before,
      local("r", rest),
      lua.createReturnStatement([or(and(and(isThere, areApart), difference), name("r"))]),
    ],
  );
}

/** `if b == b and b - b ~= 0 and a - a == 0 then return a end` */
function dividendIfEndless(): lua.Statement {
  const isNumber = binary(name("b"), name("b"), SyntaxKind.EqualityOperator);
  const difference = binary(name("b"), name("b"), SyntaxKind.SubtractionOperator);
  const isInfinite = and(isNumber, binary(difference, number(0), SyntaxKind.InequalityOperator));
  const returned = lua.createBlock([lua.createReturnStatement([name("a")])]);
  return lua.createIfStatement(and(isInfinite, hasSize("a")), returned);
}

/** `return (a ~= a or a < b) and a or b` */
function eitherOf(operator: lua.BinaryOperator): lua.Expression {
  const isNoNumber = binary(name("a"), name("a"), SyntaxKind.InequalityOperator);
  const isFirst = or(isNoNumber, binary(name("a"), name("b"), operator));
  return functionOf(["a", "b"], [lua.createReturnStatement([or(and(isFirst, name("a")), name("b"))])]);
}

/** `return a - a == 0 and a or 0` */
function bits(): lua.Expression {
  return functionOf(["a"], [lua.createReturnStatement([or(and(hasSize("a"), name("a")), number(0))])]);
}

/** `return a - a == 0 and a or a > 0 and "Infinity" or a < 0 and "-Infinity" or "NaN"` */
function digits(): lua.Expression {
  const isAbove = binary(name("a"), number(0), SyntaxKind.GreaterThanOperator);
  const infinite = or(and(isAbove, text("Infinity")), and(isBelowZero("a"), text("-Infinity")));
  const written = or(or(and(hasSize("a"), name("a")), infinite), text("NaN"));
  return functionOf(["a"], [lua.createReturnStatement([written])]);
}

/** The difference of an infinite number, or of no number, from itself is no number. */
function hasSize(variable: string): lua.Expression {
  const difference = binary(name(variable), name(variable), SyntaxKind.SubtractionOperator);
  return binary(difference, number(0), SyntaxKind.EqualityOperator);
}
