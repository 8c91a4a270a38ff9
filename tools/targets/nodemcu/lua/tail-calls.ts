// `f(x)` at the end of a function that returns nothing as `return f(x)`: the caller is out of
// memory while the other runs.

import { calleeOf } from "./callee.ts";
import * as lua from "./lua-ast.ts";
import { inPlace } from "./lua-nodes.ts";
import { luaChildren } from "./lua-tree.ts";

/** Returns its last call, if the function of that may end it and its value is not used. Changes the tree. */
export function callLastly(
  { body }: lua.FunctionExpression,
  mayEnd: (callee: lua.Identifier) => boolean,
): void {
  if (!returnsValues(body)) endWithCalls(body.statements, mayEnd);
}

/** The names by which it calls functions in another place than as its last act. */
export function calledOnTheWay({ body }: lua.FunctionExpression): lua.Identifier[] {
  const last = new Set<lua.Node>();
  const callees: lua.Identifier[] = [];
  const look = (node: lua.Node): void => {
    if (lua.isReturnStatement(node) && node.expressions.length === 1) {
      const [only] = node.expressions;
      // `pcall(f)` is there until `f` is through.
      if (only !== undefined && lua.isCallExpression(only) && calleeOf(only) === only.expression)
        last.add(only);
    }
    const callee = last.has(node) ? undefined : calleeOf(node);
    if (callee !== undefined) callees.push(callee);
    luaChildren(node).forEach(look);
  };
  look(body);
  return callees;
}

function endWithCalls(statements: lua.Statement[], mayEnd: (callee: lua.Identifier) => boolean): void {
  const last = statements.at(-1);
  if (last !== undefined && lua.isReturnStatement(last) && last.expressions.length === 0) statements.pop();
  const end = statements.at(-1);
  if (end === undefined) return;
  const callee = calledIn(end);
  if (callee !== undefined && mayEnd(callee)) {
    const { expression } = end as lua.ExpressionStatement;
    statements.splice(-1, 1, inPlace(lua.createReturnStatement([expression]), end));
  } else if (lua.isDoStatement(end)) endWithCalls(end.statements, mayEnd);
  else if (lua.isIfStatement(end)) endBranches(end, mayEnd);
}

function endBranches(
  { ifBlock, elseBlock }: lua.IfStatement,
  mayEnd: (callee: lua.Identifier) => boolean,
): void {
  endWithCalls(ifBlock.statements, mayEnd);
  if (elseBlock === undefined) return;
  if (lua.isIfStatement(elseBlock)) endBranches(elseBlock, mayEnd);
  else endWithCalls(elseBlock.statements, mayEnd);
}

/** The function that a statement does nothing but call, without a guard. */
function calledIn(statement: lua.Statement): lua.Identifier | undefined {
  if (!lua.isExpressionStatement(statement) || !lua.isCallExpression(statement.expression)) return undefined;
  const callee = calleeOf(statement.expression);
  return callee === statement.expression.expression ? callee : undefined;
}

/** Does the action there end in a value? The value of a function within does not count. */
export function returnsValues(node: lua.Node): boolean {
  if (lua.isFunctionExpression(node)) return false;
  if (lua.isReturnStatement(node)) return node.expressions.length > 0;
  return luaChildren(node).some(returnsValues);
}
