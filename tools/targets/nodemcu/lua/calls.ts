// The call graph of a Lua chunk: calls between the functions of its top, and from the statements around them.

import { calleeOf } from "./callee.ts";
import * as lua from "./lua-ast.ts";
import { eachNode, luaChildren } from "./lua-tree.ts";
import { type Binding, type Scopes, targetsOf } from "./scopes.ts";

/** A function of the chunk's top. */
export interface TopFunction {
  binding: Binding;
  value: lua.FunctionExpression;
  /** Functions that it calls, each as often as it does. Calls in functions within it do not count. */
  calls: TopFunction[];
  /** Functions that it needs in other ways: as values, or in a function within it. */
  holds: TopFunction[];
}

/** The uses of functions by statements that are no functions. */
export interface Calls {
  scopes: Scopes;
  functions: readonly TopFunction[];
  /** Functions that the start calls, each as often as it does. */
  started: readonly TopFunction[];
  /** Functions among them that a statement of its own calls, for their effects. */
  launched: ReadonlySet<TopFunction>;
  /** Functions that remain after the start: as values, or in functions without a name at the top. */
  left: ReadonlySet<TopFunction>;
}

/** The calls of a chunk. */
export function callsOf(statements: readonly lua.Statement[], scopes: Scopes): Calls {
  const functions = new Map<Binding, TopFunction>();
  for (const statement of statements) {
    const definition = scopes.definitionIn(statement);
    if (definition !== undefined) functions.set(definition.binding, { ...definition, calls: [], holds: [] });
  }
  const started: TopFunction[] = [];
  const launched = new Set<TopFunction>();
  const left = new Set<TopFunction>();
  for (const statement of statements) {
    const definition = scopes.definitionIn(statement);
    const own = definition && functions.get(definition.binding);
    const targets = targetsOf(statement);
    eachUse(own === undefined ? statement : own.value.body, (identifier, isCalled) => {
      const used = functions.get(scopes.bindingOf(identifier) as Binding);
      if (used === undefined || targets.includes(identifier)) return;
      if (own !== undefined) (isCalled ? own.calls : own.holds).push(used);
      else if (isCalled) {
        started.push(used);
        if (lua.isExpressionStatement(statement) && calleeOf(statement.expression) === identifier)
          launched.add(used);
      } else left.add(used);
    });
  }
  return { scopes, functions: [...functions.values()], started, launched, left };
}

/** Functions that something uses in another way than by calling them. */
export function usedAsValues(
  statements: readonly lua.Statement[],
  { functions, scopes }: Calls,
): Set<Binding> {
  const bindings = new Set(functions.map(({ binding }) => binding));
  const plain = new Set<lua.Node | undefined>(statements.flatMap(targetsOf));
  eachNode(statements, (node) => plain.add(calleeOf(node)));
  const values = new Set<Binding>();
  eachNode(statements, (node) => {
    const binding = plain.has(node) ? undefined : scopes.bindingOf(node);
    if (binding !== undefined && bindings.has(binding)) values.add(binding);
  });
  return values;
}

/**
 * Calls `visit` for each name in a tree; `isCalled` when it is called there, by no function within the tree.
 */
function eachUse(
  root: lua.Node,
  visit: (identifier: lua.Identifier, isCalled: boolean) => void,
  isInner = false,
): void {
  if (lua.isIdentifier(root)) visit(root, false);
  const inner = isInner || lua.isFunctionExpression(root);
  for (const child of luaChildren(root)) {
    if (lua.isIdentifier(child) && child === calleeOf(root)) visit(child, !inner);
    else eachUse(child, visit, inner);
  }
}
