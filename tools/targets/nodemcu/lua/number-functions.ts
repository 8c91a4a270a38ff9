// Functions of an image for numbers that Lua treats otherwise than JavaScript: below zero,
// infinite, or no numbers at all.
import * as lua from "./lua-ast.ts";

/**
 * The function that gives the remainder of numbers that may be below zero: it has the sign of the first one.
 */
export const SIGNED_REMAINDER = "____signed";

/** The same for a divisor that may be infinite: then the dividend is left over. */
export const ENDLESS_REMAINDER = "____endless";

/**
 * The functions that give the lesser and the greater of two numbers, and no number where one of them is none.
 */
export const LEAST = "____least";
export const MOST = "____most";

/** The function that gives 0 for what is infinite or no number, as JavaScript takes it for bits. */
export const BITS = "____bits";

/** The function that writes a number that may be infinite, or none, as JavaScript does. */
export const LUA_DIGITS = "____digits";

const { SyntaxKind } = lua;

const name = (text: string) => lua.createIdentifier(text);
const number = (value: number) => lua.createNumericLiteral(value);
const binary = (left: lua.Expression, operator: lua.BinaryOperator, right: lua.Expression) =>
  lua.createBinaryExpression(left, right, operator);
const and = (left: lua.Expression, right: lua.Expression) => binary(left, SyntaxKind.AndOperator, right);
const or = (left: lua.Expression, right: lua.Expression) => binary(left, SyntaxKind.OrOperator, right);
const isBelowZero = (variable: string) => binary(name(variable), SyntaxKind.LessThanOperator, number(0));

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
  const isZero = binary(name("b"), SyntaxKind.EqualityOperator, number(0));
  const byZero = and(isZero, binary(name("b"), SyntaxKind.DivisionOperator, number(0)));
  const rest = or(byZero, binary(name("a"), SyntaxKind.ModuloOperator, name("b")));
  const isThere = binary(name("r"), SyntaxKind.InequalityOperator, number(0));
  const areApart = binary(isBelowZero("a"), SyntaxKind.InequalityOperator, isBelowZero("b"));
  const difference = binary(name("r"), SyntaxKind.SubtractionOperator, name("b"));
  return functionOf(
    ["a", "b"],
    [
      ...before,
      lua.createVariableDeclarationStatement(name("r"), rest),
      lua.createReturnStatement([or(and(and(isThere, areApart), difference), name("r"))]),
    ],
  );
}

/** `if b == b and b - b ~= 0 and a - a == 0 then return a end` */
function dividendIfEndless(): lua.Statement {
  const isNumber = binary(name("b"), SyntaxKind.EqualityOperator, name("b"));
  const difference = binary(name("b"), SyntaxKind.SubtractionOperator, name("b"));
  const isInfinite = and(isNumber, binary(difference, SyntaxKind.InequalityOperator, number(0)));
  const returned = lua.createBlock([lua.createReturnStatement([name("a")])]);
  return lua.createIfStatement(and(isInfinite, hasSize("a")), returned);
}

/** `return (a ~= a or a < b) and a or b` */
function eitherOf(operator: lua.BinaryOperator): lua.Expression {
  const isNoNumber = binary(name("a"), SyntaxKind.InequalityOperator, name("a"));
  const isFirst = or(isNoNumber, binary(name("a"), operator, name("b")));
  return functionOf(["a", "b"], [lua.createReturnStatement([or(and(isFirst, name("a")), name("b"))])]);
}

/** `return a - a == 0 and a or 0` */
function bits(): lua.Expression {
  return functionOf(["a"], [lua.createReturnStatement([or(and(hasSize("a"), name("a")), number(0))])]);
}

/** `return a - a == 0 and a or a > 0 and "Infinity" or a < 0 and "-Infinity" or "NaN"` */
function digits(): lua.Expression {
  const text = (value: string) => lua.createStringLiteral(value);
  const isAbove = binary(name("a"), SyntaxKind.GreaterThanOperator, number(0));
  const infinite = or(and(isAbove, text("Infinity")), and(isBelowZero("a"), text("-Infinity")));
  const written = or(or(and(hasSize("a"), name("a")), infinite), text("NaN"));
  return functionOf(["a"], [lua.createReturnStatement([written])]);
}

/** The difference of an infinite number, or of no number, from itself is no number. */
function hasSize(variable: string): lua.Expression {
  const difference = binary(name(variable), SyntaxKind.SubtractionOperator, name(variable));
  return binary(difference, SyntaxKind.EqualityOperator, number(0));
}

function functionOf(parameters: readonly string[], statements: lua.Statement[]): lua.Expression {
  return lua.createFunctionExpression(lua.createBlock(statements), parameters.map(name));
}
