// The functions of a chunk that become branches of one another: those that stay in memory, are not tagged
// `@hot`, and run only when all of them are defined.
import { type Calls, callsOf, type TopFunction, usedAsValues } from "./calls.ts";
import { planCold } from "./cold-plan.ts";
import { MOST_UPVALUES } from "./limits.ts";
import * as lua from "./lua-ast.ts";
import { countNodes, luaChildren } from "./lua-tree.ts";
import type { Binding, Scopes } from "./scopes.ts";
import type { Tagged } from "./tagged.ts";

/** The most variables of its surroundings in one merged function: below NodeMCU's limit by those that it adds. */
const MOST_USED = MOST_UPVALUES - 6;
/**
 * The most nodes of the tree in one merged function: some five kilobytes of source, which a chip compiles
 * with ease.
 */
const MOST_NODES = 3000;

/**
 * The fewest nodes of a function that is used as a value: below, the closure that stays behind costs more
 * than is saved.
 */
const LEAST_VALUE_NODES = 60;

export interface Member extends TopFunction {
  /** Something uses it in another way than by calling it. */
  isValue: boolean;
  size: number;
}

/** Groups of functions to merge, in the order of the chunk. A group of one would save nothing. */
export function mergeGroups(
  statements: readonly lua.Statement[],
  scopes: Scopes,
  tagged: Tagged,
): Member[][] {
  return groupsOf(candidatesIn(statements, scopes, tagged), scopes).filter((group) => group.length > 1);
}

function candidatesIn(statements: readonly lua.Statement[], scopes: Scopes, tagged: Tagged): Member[] {
  const calls = callsOf(statements, scopes);
  const { held } = planCold(calls, ({ binding }) => tagged.cold.has(binding.name));
  const values = usedAsValues(statements, calls);
  const early = calledEarly(statements, calls);
  return calls.functions
    .filter((fn) => held.has(fn) && !early.has(fn) && fn.value.dots === undefined)
    .filter(({ binding }) => !tagged.hot.has(binding.name))
    .map((fn) => ({ ...fn, isValue: values.has(fn.binding), size: countNodes(fn.value) }))
    .filter(({ isValue, size }) => !isValue || size > LEAST_VALUE_NODES);
}

/**
 * Functions that may run while others are still being defined: the merged one is there after its last member.
 */
function calledEarly(statements: readonly lua.Statement[], { functions, scopes }: Calls): Set<TopFunction> {
  const defines = (statement: lua.Statement) => scopes.definitionIn(statement) !== undefined;
  const early = statements.slice(0, statements.findLastIndex(defines) + 1);
  const first = callsOf(early, scopes);
  const byBinding = new Map(functions.map((fn) => [fn.binding, fn]));
  const reached = new Set<TopFunction>();
  // A function in a record runs when somebody calls it, possibly in a call with more than constants.
  const begun = early.some((statement) => callsWithVariables(statement, scopes))
    ? [...first.started, ...first.left]
    : [];
  const queue = begun.flatMap(({ binding }) => byBinding.get(binding) ?? []);
  for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) {
    if (reached.has(fn)) continue;
    reached.add(fn);
    queue.push(...fn.calls, ...fn.holds);
  }
  return reached;
}

/**
 * Does the statement, as it runs, call a function of the chunk, or any function with a variable of the chunk?
 */
function callsWithVariables(root: lua.Node, scopes: Scopes): boolean {
  if (lua.isFunctionExpression(root)) return false;
  if (!lua.isCallExpression(root) && !lua.isMethodCallExpression(root))
    return luaChildren(root).some((child) => callsWithVariables(child, scopes));
  return scopes.chunkLocalsIn(root).size > 0;
}

/** Cuts the functions into groups that a chip can compile. */
function groupsOf(functions: readonly Member[], scopes: Scopes): Member[][] {
  const groups: Member[][] = [];
  let upvalues = new Set<Binding>();
  let nodes = 0;
  for (const member of functions) {
    const used = scopes.chunkLocalsIn(member.value);
    const isFull = new Set([...upvalues, ...used]).size > MOST_USED || nodes + member.size > MOST_NODES;
    if (isFull || groups.length === 0) {
      groups.push([]);
      [upvalues, nodes] = [new Set(), 0];
    }
    groups.at(-1)?.push(member);
    for (const binding of used) upvalues.add(binding);
    nodes += member.size;
  }
  return groups;
}
