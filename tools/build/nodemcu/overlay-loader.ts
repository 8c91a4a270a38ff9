// What an image needs to run overlays: the function that reads one from flash, and how its file is called.
import * as lua from "typescript-to-lua";

const NUMBER = "number";
const FILE = "file";
const CHUNK = "chunk";
const OVERLAY = "overlay";

/** The name of the file of an overlay, counted from 0, without its ending. */
export function overlayName(number: number): string {
  return `${OVERLAY}${number}`;
}

/**
 * `local function name(number, ...)`: calls the function of that number, which stands in one of `files` overlays, with the
 * table `state`, the overlay itself, the number and the rest. Compiled files come first, as in `init.lua`. A file that is
 * not there is an error of the caller.
 */
export function overlayLoader(name: string, state: string, files: number): lua.Statement {
  const identifier = lua.createIdentifier;
  const local = (text: string, value: lua.Expression) =>
    lua.createVariableDeclarationStatement(identifier(text), value);
  const fileNumber = lua.createBinaryExpression(
    identifier(NUMBER),
    lua.createNumericLiteral(files),
    lua.SyntaxKind.ModuloOperator,
  );
  const file = joined(
    lua.createStringLiteral(OVERLAY),
    files === 1 ? lua.createNumericLiteral(0) : fileNumber,
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
  const run = lua.createCallExpression(identifier(CHUNK), [
    identifier(state),
    identifier(CHUNK),
    identifier(NUMBER),
    lua.createDotsLiteral(),
  ]);
  const value = lua.createFunctionExpression(
    lua.createBlock([local(FILE, file), local(CHUNK, chunk), lua.createReturnStatement([run])]),
    [identifier(NUMBER)],
    lua.createDotsLiteral(),
    lua.NodeFlags.Declaration,
  );
  return lua.createVariableDeclarationStatement(identifier(name), value);
}

function joined(left: lua.Expression, right: lua.Expression): lua.Expression {
  return lua.createBinaryExpression(left, right, lua.SyntaxKind.ConcatOperator);
}
