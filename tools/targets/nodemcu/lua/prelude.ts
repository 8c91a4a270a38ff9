// The prelude: functions that an image defines for itself before anything else, where it uses them.
import * as lua from "./lua-ast.ts";
import { eachNode } from "./lua-tree.ts";
import { NUMBER_FUNCTIONS } from "./number-functions.ts";

/** The function that divides whole numbers. */
export const QUOTIENT = "____quotient";

/** The function that gives the remainder of a number and one that may be zero. */
export const REMAINDER = "____remainder";

/** The function that cuts a text between two places, whichever is the first. */
export const CUT_BETWEEN = "____between";

/**
 * Lua 5.3 on NodeMCU divides 32-bit integers exactly with `//` only, which Lua 5.1 cannot read: so the chip
 * compiles it at start where it can. Lua 5.1 has doubles, in which the other form is exact. By zero, `/`
 * gives what JavaScript does, where integers would end the program.
 */
const INTEGER_DIVISION = "return function(a,b)return b~=0 and a//b or a/b end";

/** The statements behind those functions that something calls. */
export function withPrelude(statements: readonly lua.Statement[]): lua.Statement[] {
  const called = new Set<string>();
  eachNode(statements, (node) => {
    if (lua.isIdentifier(node)) called.add(node.text);
  });
  return [
    ...(called.has(QUOTIENT) ? [quotientDefinition()] : []),
    ...(called.has(REMAINDER) ? [remainderDefinition()] : []),
    ...(called.has(CUT_BETWEEN) ? [betweenDefinition()] : []),
    ...NUMBER_FUNCTIONS.filter(([fn]) => called.has(fn)).map(([fn, define]) =>
      lua.createVariableDeclarationStatement(name(fn), define()),
    ),
    ...statements,
  ];
}

const { SyntaxKind } = lua;

const name = (text: string) => lua.createIdentifier(text);
const zero = () => lua.createNumericLiteral(0);
const binary = (left: lua.Expression, operator: lua.BinaryOperator, right: lua.Expression) =>
  lua.createBinaryExpression(left, right, operator);
const a = () => name("a");
const b = () => name("b");

/** `local quotient = ((loadstring or load)("...") or function() return function(a, b) ... end end)()` */
function quotientDefinition(): lua.Statement {
  const compile = binary(name("loadstring"), SyntaxKind.OrOperator, name("load"));
  const compiled = lua.createCallExpression(lua.createParenthesizedExpression(compile), [
    lua.createStringLiteral(INTEGER_DIVISION),
  ]);
  const remainder = binary(a(), SyntaxKind.ModuloOperator, b());
  const whole = binary(a(), SyntaxKind.SubtractionOperator, remainder);
  // 0 / -2 is -0, which Lua 5.1 writes as such.
  const exact = binary(binary(whole, SyntaxKind.DivisionOperator, b()), SyntaxKind.AdditionOperator, zero());
  const byZero = binary(
    binary(b(), SyntaxKind.EqualityOperator, zero()),
    SyntaxKind.AndOperator,
    binary(a(), SyntaxKind.DivisionOperator, b()),
  );
  const inDoubles = functionReturning(binary(byZero, SyntaxKind.OrOperator, exact), [a(), b()]);
  const either = binary(compiled, SyntaxKind.OrOperator, functionReturning(inDoubles, []));
  const made = lua.createCallExpression(lua.createParenthesizedExpression(either), []);
  return lua.createVariableDeclarationStatement(name(QUOTIENT), made);
}

/** `return b == 0 and b / 0 or a % b` */
function remainderDefinition(): lua.Statement {
  const byZero = binary(
    binary(b(), SyntaxKind.EqualityOperator, zero()),
    SyntaxKind.AndOperator,
    binary(b(), SyntaxKind.DivisionOperator, zero()),
  );
  const remainder = binary(a(), SyntaxKind.ModuloOperator, b());
  return lua.createVariableDeclarationStatement(
    name(REMAINDER),
    functionReturning(binary(byZero, SyntaxKind.OrOperator, remainder), [a(), b()]),
  );
}

/** `return string.sub(s, math.max(0, math.min(a, b)) + 1, math.max(0, a, b))` */
function betweenDefinition(): lua.Statement {
  const library = (of: string, member: string, values: lua.Expression[]) =>
    lua.createCallExpression(
      lua.createTableIndexExpression(name(of), lua.createStringLiteral(member)),
      values,
    );
  const first = library("math", "max", [zero(), library("math", "min", [a(), b()])]);
  const begin = binary(first, SyntaxKind.AdditionOperator, lua.createNumericLiteral(1));
  const end = library("math", "max", [zero(), a(), b()]);
  return lua.createVariableDeclarationStatement(
    name(CUT_BETWEEN),
    functionReturning(library("string", "sub", [name("s"), begin, end]), [name("s"), a(), b()]),
  );
}

function functionReturning(value: lua.Expression, parameters: lua.Identifier[]): lua.Expression {
  return lua.createFunctionExpression(lua.createBlock([lua.createReturnStatement([value])]), parameters);
}
