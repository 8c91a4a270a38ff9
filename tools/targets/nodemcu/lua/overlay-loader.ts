// The loader that an image needs to run overlays: the function that reads one from
// flash, and the name of its file.
import { createHash } from "node:crypto";
import * as lua from "./lua-ast.ts";
import { eachNode } from "./lua-tree.ts";

const NUMBER = "number";
const FILE = "file";
const CHUNK = "chunk";
const LOADED = "____loaded";

/** Stands in the loader for the name of the files, until the overlays are there to name them after. */
const UNNAMED = "____ov_";
const NAME_BEGINS = "ov";
/** The number of characters that keeps the name as long as the one that it replaces. */
const NAME_DIGITS = UNNAMED.length - NAME_BEGINS.length;

/**
 * The name of an image's overlays, before their numbers: it is made of their contents, so that two images on
 * a chip do not take each other's.
 */
export function overlaysName(contents: readonly string[]): string {
  const digest = createHash("sha256").update(JSON.stringify(contents)).digest();
  const digits = digest.readUInt32BE().toString(36).padStart(NAME_DIGITS, "0");
  return NAME_BEGINS + digits.slice(-NAME_DIGITS);
}

/** Gives the overlays their name in the loader. Changes the tree. */
export function nameOverlays(statements: readonly lua.Statement[], name: string): void {
  eachNode(statements, (node) => {
    if (lua.isStringLiteral(node) && node.value === UNNAMED) node.value = name;
  });
}

/**
 * `local function name(number, ...)`: calls the function of that number, which stands in one of `files`
 * overlays, with the table `state`, itself, the number and the rest. Compiled files come first, as in
 * `init.lua`. An overlay that is running, or that nobody has taken away yet, is not read again: the table of
 * them does not keep them in memory. A file that is not there is an error of the caller.
 */
export function overlayLoader(name: string, state: string, files: number): lua.Statement[] {
  const identifier = lua.createIdentifier;
  const fileNumber = lua.createBinaryExpression(
    identifier(NUMBER),
    lua.createNumericLiteral(files),
    lua.SyntaxKind.ModuloOperator,
  );
  const load = (ending: string) =>
    lua.createCallExpression(identifier("loadfile"), [
      joined(lua.createStringLiteral(UNNAMED), joined(identifier(FILE), lua.createStringLiteral(ending))),
    ]);
  const read = lua.createBinaryExpression(
    load(".lc"),
    lua.createCallExpression(identifier("assert"), [load(".lua")]),
    lua.SyntaxKind.OrOperator,
  );
  const loaded = lua.createTableIndexExpression(identifier(LOADED), identifier(FILE));
  const chunk = lua.createBinaryExpression(loaded, read, lua.SyntaxKind.OrOperator);
  const run = lua.createCallExpression(identifier(CHUNK), [
    identifier(state),
    identifier(name),
    identifier(NUMBER),
    lua.createDotsLiteral(),
  ]);
  const body = [
    lua.createVariableDeclarationStatement(identifier(FILE), fileNumber),
    lua.createVariableDeclarationStatement(identifier(CHUNK), chunk),
    lua.createAssignmentStatement(loaded, identifier(CHUNK)),
    lua.createReturnStatement([run]),
  ];
  const value = lua.createFunctionExpression(
    lua.createBlock(body),
    [identifier(NUMBER)],
    lua.createDotsLiteral(),
    lua.NodeFlags.Declaration,
  );
  return [weakTable(LOADED, files), lua.createVariableDeclarationStatement(identifier(name), value)];
}

/**
 * `local name = setmetatable({false, [0] = false}, {__mode = "v"})`: a table that keeps nothing alive, with
 * all its places from the start, so that it never grows.
 */
function weakTable(name: string, places: number): lua.Statement {
  const place = (key?: lua.Expression) =>
    lua.createTableFieldExpression(lua.createBooleanLiteral(false), key);
  const rest = Array.from({ length: places - 1 }, () => place());
  const mode = lua.createTableFieldExpression(
    lua.createStringLiteral("v"),
    lua.createStringLiteral("__mode"),
  );
  const value = lua.createCallExpression(lua.createIdentifier("setmetatable"), [
    lua.createTableExpression([...rest, place(lua.createNumericLiteral(0))]),
    lua.createTableExpression([mode]),
  ]);
  return lua.createVariableDeclarationStatement(lua.createIdentifier(name), value);
}

function joined(left: lua.Expression, right: lua.Expression): lua.Expression {
  return lua.createBinaryExpression(left, right, lua.SyntaxKind.ConcatOperator);
}
