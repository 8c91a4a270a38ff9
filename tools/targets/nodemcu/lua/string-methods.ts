// `string.sub(text, 1)` as `text:sub(1)`: one instruction less, and no local for the function. It takes
// longer, by a look-up in the metatable of strings, so it is for code that rarely runs.
import * as lua from "./lua-ast.ts";
import { mapNodes } from "./lua-tree.ts";
import { analyseScopes } from "./scope-analysis.ts";

/**
 * The statements with methods in place of the functions of `string` that take a text first. Changes the tree.
 */
export function withStringMethods(statements: readonly lua.Statement[]): lua.Statement[] {
  if (!analyseScopes(statements).free.has("string")) return [...statements];
  return statements.map((statement) => mapNodes(statement, (node) => methodCall(node) ?? node));
}

function methodCall(node: lua.Node): lua.Expression | undefined {
  if (!lua.isCallExpression(node) || !lua.isTableIndexExpression(node.expression)) return undefined;
  const { table, index } = node.expression;
  const [text, ...rest] = node.params;
  if (!lua.isIdentifier(table) || table.text !== "string" || !lua.isStringLiteral(index)) return undefined;
  // What `string.char` takes first is a number, and a literal needs its parentheses.
  if (text === undefined || index.value === "char" || lua.isLiteral(text)) return undefined;
  return lua.createMethodCallExpression(text, lua.createIdentifier(index.value), rest);
}
