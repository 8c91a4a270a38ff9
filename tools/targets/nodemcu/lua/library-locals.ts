// `string.byte` and its like as a local of the module: one step in place of two look-ups by name, and no
// names kept.

import { MOST_LOCALS } from "./limits.ts";
import * as lua from "./lua-ast.ts";
import { eachNode, mapNodes } from "./lua-tree.ts";
import { resolveNames } from "./scopes.ts";

const LIBRARIES: ReadonlySet<string> = new Set(["string", "math", "table", "bit"]);

/** Below this many uses in a module the local costs more than the look-ups. */
const WORTH_A_LOCAL = 2;

/** The statements behind locals for functions of Lua's libraries that they use often. Changes the tree. */
export function withLibraryLocals(statements: readonly lua.Statement[]): lua.Statement[] {
  const globals = resolveNames(statements).globals;
  const uses = new Map<string, number>();
  eachNode(statements, (node) => {
    const member = libraryMember(node, globals);
    if (member !== undefined) uses.set(member, (uses.get(member) ?? 0) + 1);
  });
  // Where there is no local for each, the most used functions have one.
  const chosen = [...uses]
    .filter(([, count]) => count >= WORTH_A_LOCAL)
    .sort(([, a], [, b]) => b - a)
    .slice(0, Math.max(0, MOST_LOCALS - localsOf(statements)))
    .map(([member]) => member);
  const changed = statements.map((statement) =>
    mapNodes(statement, (node) => {
      const member = libraryMember(node, globals);
      return member !== undefined && chosen.includes(member) ? lua.createIdentifier(localName(member)) : node;
    }),
  );
  return [...[...uses.keys()].filter((member) => chosen.includes(member)).map(definition), ...changed];
}

/** The number of locals in the chunk itself. */
function localsOf(statements: readonly lua.Statement[]): number {
  return statements.reduce(
    (sum, statement) => sum + (lua.isVariableDeclarationStatement(statement) ? statement.left.length : 0),
    0,
  );
}

function libraryMember(node: lua.Node, globals: ReadonlySet<string>): string | undefined {
  if (!lua.isTableIndexExpression(node) || !lua.isIdentifier(node.table)) return undefined;
  const library = node.table.text;
  if (!LIBRARIES.has(library) || !globals.has(library) || !lua.isStringLiteral(node.index)) return undefined;
  return `${library}.${node.index.value}`;
}

function localName(member: string): string {
  return `____${member.replace(".", "_")}`;
}

function definition(member: string): lua.Statement {
  const [library, name] = member.split(".") as [string, string];
  const value = lua.createTableIndexExpression(lua.createIdentifier(library), lua.createStringLiteral(name));
  return lua.createVariableDeclarationStatement(lua.createIdentifier(localName(member)), value);
}
