// `string.byte` and its like as a local of the module: one step in place of two look-ups by name, and no
// names kept.

import { MOST_LOCALS } from "./limits.ts";
import * as lua from "./lua-ast.ts";
import { index, local, name, text } from "./lua-nodes.ts";
import { eachNode, mapNodes } from "./lua-tree.ts";
import { madeName } from "./names.ts";
import { analyseScopes } from "./scope-analysis.ts";

const LIBRARIES: ReadonlySet<string> = new Set(["string", "math", "table", "bit"]);

/** Below this many uses in a module the local costs more than the look-ups. */
const WORTH_A_LOCAL = 2;

/** The statements behind locals for functions of Lua's libraries that they use often. Changes the tree. */
export function withLibraryLocals(statements: readonly lua.Statement[]): lua.Statement[] {
  const { free } = analyseScopes(statements);
  const uses = new Map<string, number>();
  eachNode(statements, (node) => {
    const member = libraryMember(node, free);
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
      const member = libraryMember(node, free);
      return member !== undefined && chosen.includes(member) ? name(localName(member)) : node;
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

function libraryMember(node: lua.Node, free: ReadonlySet<string>): string | undefined {
  if (!lua.isTableIndexExpression(node) || !lua.isIdentifier(node.table)) return undefined;
  const library = node.table.text;
  if (!LIBRARIES.has(library) || !free.has(library) || !lua.isStringLiteral(node.index)) return undefined;
  return `${library}.${node.index.value}`;
}

function localName(member: string): string {
  return madeName(member.replace(".", "_"));
}

function definition(member: string): lua.Statement {
  const [library, key] = member.split(".") as [string, string];
  return local(localName(member), index(name(library), text(key)));
}
