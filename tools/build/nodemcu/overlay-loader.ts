// What an image needs to run overlays: the function that reads one from flash, and how its file is called.
import * as lua from "typescript-to-lua";

const NUMBER = "number";
const FILE = "file";

/** The name of the file of an overlay, without its ending. */
export function overlayName(number: number): string {
  return `overlay${number}`;
}

/**
 * `local function name(number, ...)`: calls the overlay of that number with the table `needed` and the rest. Compiled
 * files come first, as in `init.lua`. A file that is not there is an error of the caller.
 */
export function overlayLoader(name: string, needed: string): lua.Statement {
  const identifier = lua.createIdentifier;
  const file = lua.createVariableDeclarationStatement(
    identifier(FILE),
    joined(lua.createStringLiteral(overlayName(0).slice(0, -1)), identifier(NUMBER)),
  );
  const load = (ending: string) =>
    lua.createCallExpression(identifier("loadfile"), [
      joined(identifier(FILE), lua.createStringLiteral(ending)),
    ]);
  const chunk = lua.createBinaryExpression(
    load(".lc"),
    lua.createCallExpression(identifier("assert"), [load(".lua")]),
    lua.SyntaxKind.OrOperator,
  );
  const run = lua.createCallExpression(lua.createParenthesizedExpression(chunk), [
    identifier(needed),
    lua.createDotsLiteral(),
  ]);
  const value = lua.createFunctionExpression(
    lua.createBlock([file, lua.createReturnStatement([run])]),
    [identifier(NUMBER)],
    lua.createDotsLiteral(),
    lua.NodeFlags.Declaration,
  );
  return lua.createVariableDeclarationStatement(identifier(name), value);
}

function joined(left: lua.Expression, right: lua.Expression): lua.Expression {
  return lua.createBinaryExpression(left, right, lua.SyntaxKind.ConcatOperator);
}
