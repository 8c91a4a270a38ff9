// Functions that run rarely leave the memory: they stand in a few files, the overlays, which whoever calls
// one of their functions reads from flash and forgets. NodeMCU has megabytes of flash and some forty
// kilobytes of memory.
//
// An overlay is a chunk with the functions of one group as its branches (overlay-groups.ts). Its arguments
// are the table of the program's variables, what calls overlays, the number of the function, and the
// function's own. What overlays need of the program costs one place of that table, whichever of them need it;
// functions that nothing else needs stand with them.

import { calleeOf, callInstead } from "./callee.ts";
import { type Calls, callsOf, usedAsValues } from "./calls.ts";
import { planCold } from "./cold-plan.ts";
import { calledLater } from "./late-calls.ts";
import type * as lua from "./lua-ast.ts";
import { callOf, inPlace, local, localFunction, name, number } from "./lua-nodes.ts";
import { mapNodes, unshared } from "./lua-tree.ts";
import { madeName } from "./names.ts";
import { overlayGroups } from "./overlay-groups.ts";
import { OVERLAY, OverlayJoiner, type OverlayPlan, type WithOverlays } from "./overlay-joiner.ts";
import { overlayLoader } from "./overlay-loader.ts";
import { analyseScopes } from "./scope-analysis.ts";
import type { Binding } from "./scopes.ts";
import { STATE, withStateTable } from "./state-table.ts";
import { callLastly, returnsValues } from "./tail-calls.ts";

/** The maker of a function for one that is used as a value. */
const LATE = madeName("late");

/** Functions by name. */
interface Plan extends OverlayPlan {
  copied: ReadonlySet<string>;
  staying: ReadonlySet<string>;
}

/**
 * Takes the functions of these names out of a chunk whose locals have names of their own. Changes the tree.
 */
export function withOverlays(statements: readonly lua.Statement[], cold: ReadonlySet<string>): WithOverlays {
  const calls = callsOf(statements, analyseScopes(statements));
  const plan = planOf(calls, cold);
  if (plan.entries.size === 0) return { statements: [...statements], overlays: [] };
  const { resident, apart, stubs } = takeApart(statements, calls, plan);
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

function planOf(calls: Calls, cold: ReadonlySet<string>): Plan {
  const plan = planCold(calls, ({ binding }) => cold.has(binding.name));
  const named = (functions: Iterable<{ binding: Binding }>) =>
    [...functions].map(({ binding }) => binding.name);
  const apart = [...plan.entries, ...plan.copied];
  // A function with a result would give it in place of nothing.
  const silent = new Set(
    apart.filter(({ value }) => !returnsValues(value.body)).map(({ binding }) => binding),
  );
  const mayEnd = (callee: lua.Identifier) => silent.has(calls.scopes.bindingOf(callee) as Binding);
  for (const { value } of apart) callLastly(value, mayEnd);
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
    const entry = entries.get(calleeOf(node)?.text ?? "");
    if (entry !== undefined) callInstead(node as lua.CallExpression, name(OVERLAY), [number(entry)]);
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
function takeApart(statements: readonly lua.Statement[], calls: Calls, plan: Plan): Apart {
  const { scopes } = calls;
  const values = usedAsValues(statements, calls);
  const stubbed = new Set<Binding>();
  const apart: lua.Statement[] = [];
  const resident = statements.flatMap((statement) => {
    const definition = scopes.definitionIn(statement);
    const binding = definition?.binding ?? scopes.forwardIn(statement);
    if (binding === undefined) return [statement];
    const entry = plan.entries.get(binding.name);
    const isCopied = plan.copied.has(binding.name);
    if (definition !== undefined && (entry !== undefined || isCopied))
      apart.push(inPlace(localFunction(binding.name, unshared(definition.value)), statement));
    if (isCopied) return plan.staying.has(binding.name) ? [statement] : [];
    if (entry === undefined) return [statement];
    if (!values.has(binding) || stubbed.has(binding)) return [];
    stubbed.add(binding);
    // `local f = late(3)`
    return [inPlace(local(binding.name, callOf(LATE, [number(entry)])), statement)];
  });
  return { resident, apart, stubs: stubbed.size > 0 };
}
