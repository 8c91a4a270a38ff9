// The function that a call runs: `f(x)`, and `pcall(f, x)`, which is a call of `f` as well.
import * as lua from "./lua-ast.ts";

/** The name of the function that a call runs, when it has one. */
export function calleeOf(node: lua.Node): lua.Identifier | undefined {
  if (!lua.isCallExpression(node) || !lua.isIdentifier(node.expression)) return undefined;
  const [first] = node.params;
  const isGuarded = node.expression.text === "pcall" && first !== undefined && lua.isIdentifier(first);
  return isGuarded ? first : node.expression;
}

/** Lets a call run another function, with `before` in front of its arguments. Changes the tree. */
export function callInstead(
  node: lua.CallExpression,
  callee: lua.Expression,
  before: readonly lua.Expression[],
): void {
  if (calleeOf(node) === node.expression) {
    node.expression = callee;
    node.params = [...before, ...node.params];
  } else node.params = [callee, ...before, ...node.params.slice(1)];
}
