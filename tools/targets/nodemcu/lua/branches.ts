// Several functions as branches of one, chosen by a number.

import { luaAlwaysReturns } from "./early-returns.ts";
import * as lua from "./lua-ast.ts";
import { binary, name, number } from "./lua-nodes.ts";
import { eachNode } from "./lua-tree.ts";
import { analyseScopes } from "./scope-analysis.ts";

export interface Branch {
  number: number;
  statements: lua.Statement[];
}

/** The branches as statements at the end of a function, each with a return: no jumps are needed. */
export function lastBranches(variable: string, sorted: readonly Branch[]): lua.Statement[] {
  return branches(
    variable,
    sorted.map(({ number, statements }) => ({
      number,
      statements: luaAlwaysReturns(statements) ? statements : [...statements, lua.createReturnStatement([])],
    })),
  );
}

/** The branches, in the order of their numbers, as leaves of a tree of comparisons with the local `variable`. */
function branches(variable: string, sorted: readonly Branch[]): lua.Statement[] {
  const [first] = sorted;
  if (sorted.length <= 1 || first === undefined) return first?.statements ?? [];
  const half = sorted.length >> 1;
  const middle = sorted[half] as Branch;
  const isBelow = binary(name(variable), number(middle.number), lua.SyntaxKind.LessThanOperator);
  const below = lua.createBlock(branches(variable, sorted.slice(0, half)));
  const rest = branches(variable, sorted.slice(half));
  const [only] = rest;
  const isNested = sorted.length - half > 1 && only !== undefined && lua.isIfStatement(only);
  return [lua.createIfStatement(isBelow, below, isNested ? only : lua.createBlock(rest))];
}

/** The body of a function whose parameters are called `names`. Changes the tree. */
export function withSharedParameters(
  value: lua.FunctionExpression,
  names: readonly string[],
): lua.Statement[] {
  const scopes = analyseScopes([lua.createExpressionStatement(value)]);
  const shared = new Map(
    (value.params ?? []).map((parameter, index) => [scopes.bindingOf(parameter), names[index]]),
  );
  eachNode(value.body.statements, (node) => {
    const binding = scopes.bindingOf(node);
    const text = binding && shared.get(binding);
    if (text !== undefined) (node as lua.Identifier).text = text;
  });
  return value.body.statements;
}
