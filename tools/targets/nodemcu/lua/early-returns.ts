// `if a then return x else b end` as `if a then return x end b`: Lua jumps over an `else`, even from behind a
// return.
import * as lua from "./lua-ast.ts";
import { eachNode } from "./lua-tree.ts";

/** Takes out each `else` behind a branch that always returns. Changes the tree. */
export function withEarlyReturns(statements: readonly lua.Statement[]): lua.Statement[] {
  eachNode(statements, (node) => {
    const slot = node as unknown as Record<string, unknown>;
    for (const [key, value] of Object.entries(slot))
      if (key === "statements" && Array.isArray(value)) slot[key] = flattened(value as lua.Statement[]);
  });
  return flattened(statements);
}

function flattened(statements: readonly lua.Statement[]): lua.Statement[] {
  return statements.flatMap((statement, index) => {
    if (!lua.isIfStatement(statement) || statement.elseBlock === undefined) return [statement];
    if (!luaAlwaysReturns(statement.ifBlock.statements)) return [statement];
    const { elseBlock: rest, line } = statement;
    statement.elseBlock = undefined;
    const otherwise = lua.isIfStatement(rest)
      ? [Object.assign(rest, { line: rest.line ?? line })]
      : rest.statements;
    const isLast = index === statements.length - 1;
    return [
      statement,
      ...flattened(isLast ? otherwise : [lua.createDoStatement(otherwise as lua.Statement[])]),
    ];
  });
}

/** Does every way through the statements end in a return? */
export function luaAlwaysReturns(statements: readonly lua.Statement[]): boolean {
  const last = statements.at(-1);
  if (last === undefined) return false;
  if (lua.isReturnStatement(last)) return true;
  if (lua.isDoStatement(last)) return luaAlwaysReturns(last.statements);
  if (!lua.isIfStatement(last) || last.elseBlock === undefined || !luaAlwaysReturns(last.ifBlock.statements))
    return false;
  return luaAlwaysReturns(lua.isIfStatement(last.elseBlock) ? [last.elseBlock] : last.elseBlock.statements);
}
