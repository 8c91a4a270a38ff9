// A function that stands for one which is only there by its number: in a file, or as a branch of another
// function.
import * as lua from "./lua-ast.ts";

const NUMBER = "number";

/**
 * `local function name(number)`: makes a function that calls `callee` with that number and its own arguments.
 */
export function calledLater(name: string, callee: string): lua.Statement {
  const identifier = lua.createIdentifier;
  const call = lua.createCallExpression(identifier(callee), [identifier(NUMBER), lua.createDotsLiteral()]);
  const later = lua.createFunctionExpression(
    lua.createBlock([lua.createReturnStatement([call])]),
    undefined,
    lua.createDotsLiteral(),
  );
  const maker = lua.createFunctionExpression(
    lua.createBlock([lua.createReturnStatement([later])]),
    [identifier(NUMBER)],
    undefined,
    lua.NodeFlags.Declaration,
  );
  return lua.createVariableDeclarationStatement(identifier(name), maker);
}
