// Functions that run rarely leave the memory: they stand in a few files, the overlays, which whoever calls
// one of their functions reads from flash and forgets. NodeMCU has megabytes of flash and some forty
// kilobytes of memory.
//
// An overlay is a chunk with the functions of one group as its branches (overlay-groups.ts). Its arguments
// are the table of the program's variables, what calls overlays, the number of the function, and the
// function's own. What overlays need of the program costs one place of that table, whichever of them need it;
// functions that nothing else needs stand with them.

import { calleeOf, callInstead } from "./callee.ts";
import { callsOf, definitionIn, planCold } from "./cold-calls.ts";
import { calledLater } from "./late-calls.ts";
import * as lua from "./lua-ast.ts";
import { eachNode, mapNodes, unshared } from "./lua-tree.ts";
import { overlayGroups } from "./overlay-groups.ts";
import { inPlace, OVERLAY, OverlayJoiner, type OverlayPlan, type WithOverlays } from "./overlay-joiner.ts";
import { overlayLoader } from "./overlay-loader.ts";
import { type Binding, resolveNames } from "./scopes.ts";
import { STATE, withStateTable } from "./state-table.ts";
import { callLastly, returnsValues } from "./tail-calls.ts";

/** The maker of a function for one that is used as a value. */
const LATE = "____late";

/** Functions by name. */
interface Plan extends OverlayPlan {
  copied: ReadonlySet<string>;
  staying: ReadonlySet<string>;
}

/**
 * Takes the functions of these names out of a chunk whose locals have names of their own. Changes the tree.
 */
export function withOverlays(statements: readonly lua.Statement[], cold: ReadonlySet<string>): WithOverlays {
  const plan = planOf(statements, cold);
  if (plan.entries.size === 0) return { statements: [...statements], overlays: [] };
  const { resident, apart, stubs } = takeApart(statements, plan);
  const all = [
    ...overlayLoader(OVERLAY, STATE, plan.groups.length),
    ...(stubs ? [calledLater(LATE, OVERLAY)] : []),
    ...resident.map((statement) => withCalls(statement, plan.entries)),
    ...apart,
  ];
  const { statements: changed, variables } = withStateTable(all);
  const first = changed.length - apart.length;
  return new OverlayJoiner(changed.slice(0, first), changed.slice(first), plan, variables).joined();
}

function planOf(statements: readonly lua.Statement[], cold: ReadonlySet<string>): Plan {
  const calls = callsOf(statements, resolveNames(statements));
  const plan = planCold(calls, ({ binding }) => cold.has(binding.name));
  const named = (functions: Iterable<{ binding: Binding }>) =>
    [...functions].map(({ binding }) => binding.name);
  const apart = [...plan.entries, ...plan.copied];
  // A function with a result would give it in place of nothing.
  const silent = new Set(named(apart.filter(({ value }) => !returnsValues(value.body))));
  for (const { value } of apart) callLastly(value, silent);
  const groups = overlayGroups(calls, plan);
  const numbers = new Map(groups.flatMap((group) => [...group.numbers]));
  const isEntry = new Set(named(plan.entries));
  return {
    groups,
    numbers,
    entries: new Map([...numbers].filter(([name]) => isEntry.has(name))),
    copied: new Set(named(plan.copied)),
    staying: new Set(named(plan.staying)),
  };
}

/** `lose(client)` as `overlay(3, client)`. */
function withCalls<T extends lua.Node>(root: T, entries: ReadonlyMap<string, number>): T {
  return mapNodes(root, (node) => {
    const number = entries.get(calleeOf(node)?.text ?? "");
    if (number !== undefined)
      callInstead(node as lua.CallExpression, lua.createIdentifier(OVERLAY), [
        lua.createNumericLiteral(number),
      ]);
    return node;
  });
}

interface Apart {
  resident: lua.Statement[];
  /** Each a local function. */
  apart: lua.Statement[];
  /** Is one of them used as a value? */
  stubs: boolean;
}

/**
 * Separates the functions that leave memory. One that is named as a value leaves a function behind that calls
 * the overlay.
 */
function takeApart(statements: readonly lua.Statement[], plan: Plan): Apart {
  const names = resolveNames(statements);
  const asValues = valuesAmong(statements, plan.entries);
  const stubbed = new Set<string>();
  const apart: lua.Statement[] = [];
  const resident = statements.flatMap((statement) => {
    const defined = definitionIn(statement, names);
    const name = defined?.binding.name ?? forwardName(statement);
    if (name === undefined) return [statement];
    if (defined !== undefined && (plan.entries.has(name) || plan.copied.has(name)))
      apart.push(inPlace(localFunction(name, unshared(defined.value)), statement));
    if (plan.copied.has(name)) return plan.staying.has(name) ? [statement] : [];
    const number = plan.entries.get(name);
    if (number === undefined) return [statement];
    if (!asValues.has(name) || stubbed.has(name)) return [];
    stubbed.add(name);
    return [inPlace(stub(name, number), statement)];
  });
  return { resident, apart, stubs: stubbed.size > 0 };
}

/** The name that `local f` without a value declares. */
function forwardName(statement: lua.Statement): string | undefined {
  if (!lua.isVariableDeclarationStatement(statement) || statement.left.length !== 1) return undefined;
  return statement.right === undefined || statement.right.length === 0 ? statement.left[0]?.text : undefined;
}

/** The functions that are named for something else than a call. */
function valuesAmong(statements: readonly lua.Node[], functions: ReadonlyMap<string, unknown>): Set<string> {
  const names = new Set<string>();
  const plain = new Set<lua.Node>();
  eachNode(statements, (node) => {
    if (lua.isVariableDeclarationStatement(node) || lua.isAssignmentStatement(node))
      for (const target of node.left) plain.add(target);
    const callee = calleeOf(node);
    if (callee !== undefined) plain.add(callee);
    if (lua.isIdentifier(node) && functions.has(node.text) && !plain.has(node)) names.add(node.text);
  });
  return names;
}

/** `local f = late(3)` */
function stub(name: string, number: number): lua.Statement {
  return lua.createVariableDeclarationStatement(
    lua.createIdentifier(name),
    lua.createCallExpression(lua.createIdentifier(LATE), [lua.createNumericLiteral(number)]),
  );
}

function localFunction(name: string, value: lua.FunctionExpression): lua.Statement {
  value.flags |= lua.NodeFlags.Declaration;
  return lua.createVariableDeclarationStatement(lua.createIdentifier(name), value);
}
