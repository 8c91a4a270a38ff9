// What an image defines for numbers that Lua takes otherwise than JavaScript: below zero, infinite, or no numbers at all.
import * as lua from "typescript-to-lua/dist/LuaAST.js";

/** The function that gives the remainder of numbers that may be below zero: it has the sign of the first one. */
export const SIGNED_REMAINDER = "____signed";

/** The functions that give the lesser and the greater of two, and what is no number where one of them is none. */
export const LEAST = "____least";
export const MOST = "____most";

/** The function that gives 0 for what is infinite or no number, as JavaScript takes it for bits. */
export const BITS = "____bits";

const { SyntaxKind } = lua;

const name = (text: string) => lua.createIdentifier(text);
const number = (value: number) => lua.createNumericLiteral(value);
const binary = (left: lua.Expression, operator: lua.BinaryOperator, right: lua.Expression) =>
  lua.createBinaryExpression(left, right, operator);
const and = (left: lua.Expression, right: lua.Expression) => binary(left, SyntaxKind.AndOperator, right);
const or = (left: lua.Expression, right: lua.Expression) => binary(left, SyntaxKind.OrOperator, right);
const isBelowZero = (one: string) => binary(name(one), SyntaxKind.LessThanOperator, number(0));

export const NUMBER_FUNCTIONS: readonly (readonly [called: string, define: () => lua.Expression])[] = [
  [SIGNED_REMAINDER, signedRemainder],
  [LEAST, () => eitherOf(SyntaxKind.LessThanOperator)],
  [MOST, () => eitherOf(SyntaxKind.GreaterThanOperator)],
  [BITS, bits],
];

/** `local r = b == 0 and b / 0 or a % b; return r ~= 0 and (a < 0) ~= (b < 0) and r - b or r` */
function signedRemainder(): lua.Expression {
  const isZero = binary(name("b"), SyntaxKind.EqualityOperator, number(0));
  const byZero = and(isZero, binary(name("b"), SyntaxKind.DivisionOperator, number(0)));
  const rest = or(byZero, binary(name("a"), SyntaxKind.ModuloOperator, name("b")));
  const isThere = binary(name("r"), SyntaxKind.InequalityOperator, number(0));
  const areApart = binary(isBelowZero("a"), SyntaxKind.InequalityOperator, isBelowZero("b"));
  const other = binary(name("r"), SyntaxKind.SubtractionOperator, name("b"));
  return functionOf(
    ["a", "b"],
    [
      lua.createVariableDeclarationStatement(name("r"), rest),
      lua.createReturnStatement([or(and(and(isThere, areApart), other), name("r"))]),
    ],
  );
}

/** `return (a ~= a or a < b) and a or b` */
function eitherOf(operator: lua.BinaryOperator): lua.Expression {
  const isNoNumber = binary(name("a"), SyntaxKind.InequalityOperator, name("a"));
  const isFirst = or(isNoNumber, binary(name("a"), operator, name("b")));
  return functionOf(["a", "b"], [lua.createReturnStatement([or(and(isFirst, name("a")), name("b"))])]);
}

/** `return a - a == 0 and a or 0` */
function bits(): lua.Expression {
  const difference = binary(name("a"), SyntaxKind.SubtractionOperator, name("a"));
  const hasSize = binary(difference, SyntaxKind.EqualityOperator, number(0));
  return functionOf(["a"], [lua.createReturnStatement([or(and(hasSize, name("a")), number(0))])]);
}

function functionOf(parameters: readonly string[], statements: lua.Statement[]): lua.Expression {
  return lua.createFunctionExpression(lua.createBlock(statements), parameters.map(name));
}
