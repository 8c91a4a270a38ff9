// What an image defines for itself before anything else, where it is used.
import * as lua from "typescript-to-lua/dist/LuaAST.js";
import { eachNode } from "./lua-tree.ts";

/** The function that divides whole numbers. */
export const QUOTIENT = "____quotient";

/**
 * Lua 5.3 on NodeMCU divides 32-bit integers exactly with `//` only, which Lua 5.1 cannot read: so the chip compiles
 * it at start where it can. Lua 5.1 has doubles, in which the other form is exact.
 */
const INTEGER_DIVISION = "return function(a,b)return a//b end";

/** The statements with the division in front, when something divides. */
export function withPrelude(statements: readonly lua.Statement[]): lua.Statement[] {
  let divides = false;
  eachNode(statements, (node) => {
    divides ||= lua.isIdentifier(node) && node.text === QUOTIENT;
  });
  return divides ? [quotientDefinition(), ...statements] : [...statements];
}

/** `local quotient = ((loadstring or load)("...") or function() return function(a, b) ... end end)()` */
function quotientDefinition(): lua.Statement {
  const name = (text: string) => lua.createIdentifier(text);
  const compile = lua.createBinaryExpression(name("loadstring"), name("load"), lua.SyntaxKind.OrOperator);
  const compiled = lua.createCallExpression(lua.createParenthesizedExpression(compile), [
    lua.createStringLiteral(INTEGER_DIVISION),
  ]);
  const remainder = lua.createBinaryExpression(name("a"), name("b"), lua.SyntaxKind.ModuloOperator);
  const whole = lua.createBinaryExpression(name("a"), remainder, lua.SyntaxKind.SubtractionOperator);
  const division = lua.createBinaryExpression(whole, name("b"), lua.SyntaxKind.DivisionOperator);
  // Zero has a sign to doubles, and shows it: 0 / -3 is "-0".
  const signless = lua.createBinaryExpression(
    division,
    lua.createNumericLiteral(0),
    lua.SyntaxKind.AdditionOperator,
  );
  const inDoubles = functionReturning(signless, [name("a"), name("b")]);
  const either = lua.createBinaryExpression(
    compiled,
    functionReturning(inDoubles, []),
    lua.SyntaxKind.OrOperator,
  );
  const made = lua.createCallExpression(lua.createParenthesizedExpression(either), []);
  return lua.createVariableDeclarationStatement(name(QUOTIENT), made);
}

function functionReturning(value: lua.Expression, parameters: lua.Identifier[]): lua.Expression {
  return lua.createFunctionExpression(lua.createBlock([lua.createReturnStatement([value])]), parameters);
}
