// `outer.inner.count += 1` keeps the record and the name of the field in two locals. The name goes back to where it is
// used: it may become a number (numbered-records.ts), and costs no register.
import * as lua from "typescript-to-lua";
import { eachNode, mapNodes } from "./lua-tree.ts";

/** What TypeScriptToLua begins the names of its own locals with. */
const MADE_UP = "____";

/** The statements with each such name where it stood in a local. Changes the tree. */
export function withPlainKeys(statements: readonly lua.Statement[]): lua.Statement[] {
  const keys = new Map<string, string>();
  eachNode(statements, (node) => {
    if (lua.isVariableDeclarationStatement(node)) takeKey(node, keys);
  });
  return statements.map((statement) =>
    mapNodes(statement, (node) => {
      if (!lua.isTableIndexExpression(node) || !lua.isIdentifier(node.index)) return node;
      const key = keys.get(node.index.text);
      if (key !== undefined) node.index = lua.createStringLiteral(key);
      return node;
    }),
  );
}

/** `local ____record, ____key = outer.inner, "count"` without its second half. */
function takeKey(node: lua.VariableDeclarationStatement, keys: Map<string, string>): void {
  const [name, value] = [node.left[1], node.right?.[1]];
  if (node.left.length !== 2 || name === undefined || value === undefined) return;
  if (!lua.isStringLiteral(value) || !name.text.startsWith(MADE_UP)) return;
  keys.set(name.text, value.value);
  node.left.pop();
  node.right?.pop();
}
