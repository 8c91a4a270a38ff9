// `f(x)` at the end of a function that returns nothing as `return f(x)`: the caller is out of
// memory while the other runs.

import { calleeOf } from "./callee.ts";
import * as lua from "./lua-ast.ts";
import { luaChildren } from "./lua-tree.ts";

/** Returns its last call, if that is of one of `names` and its value is not used. Changes the tree. */
export function callLastly({ body }: lua.FunctionExpression, names: ReadonlySet<string>): void {
  if (!returnsValues(body)) endWithCalls(body.statements, names);
}

/** The functions that it calls in another place than as its last act. */
export function calledOnTheWay({ body }: lua.FunctionExpression): Set<string> {
  const last = new Set<lua.Node>();
  const names = new Set<string>();
  const look = (node: lua.Node): void => {
    if (lua.isReturnStatement(node) && node.expressions.length === 1) {
      const [only] = node.expressions;
      // `pcall(f)` is there until `f` is through.
      if (only !== undefined && lua.isCallExpression(only) && calleeOf(only) === only.expression)
        last.add(only);
    }
    const callee = last.has(node) ? undefined : calleeOf(node);
    if (callee !== undefined) names.add(callee.text);
    luaChildren(node).forEach(look);
  };
  look(body);
  return names;
}

function endWithCalls(statements: lua.Statement[], names: ReadonlySet<string>): void {
  const last = statements.at(-1);
  if (last !== undefined && lua.isReturnStatement(last) && last.expressions.length === 0) statements.pop();
  const end = statements.at(-1);
  if (end === undefined) return;
  if (lua.isExpressionStatement(end) && names.has(calledIn(end) ?? "")) {
    const returned = lua.createReturnStatement([end.expression]);
    statements.splice(-1, 1, Object.assign(returned, { line: end.line, column: end.column }));
  } else if (lua.isDoStatement(end)) endWithCalls(end.statements, names);
  else if (lua.isIfStatement(end)) endBranches(end, names);
}

function endBranches({ ifBlock, elseBlock }: lua.IfStatement, names: ReadonlySet<string>): void {
  endWithCalls(ifBlock.statements, names);
  if (elseBlock === undefined) return;
  if (lua.isIfStatement(elseBlock)) endBranches(elseBlock, names);
  else endWithCalls(elseBlock.statements, names);
}

function calledIn({ expression }: lua.ExpressionStatement): string | undefined {
  const callee = calleeOf(expression);
  return lua.isCallExpression(expression) && callee === expression.expression ? callee?.text : undefined;
}

/** Does the action there end in a value? The value of a function within does not count. */
export function returnsValues(node: lua.Node): boolean {
  if (lua.isFunctionExpression(node)) return false;
  if (lua.isReturnStatement(node)) return node.expressions.length > 0;
  return luaChildren(node).some(returnsValues);
}
