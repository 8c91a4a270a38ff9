// Groups of functions that run rarely, one for each file of an image's overlays.

import type { Calls, TopFunction } from "./calls.ts";
import type { ColdPlan } from "./cold-plan.ts";
import * as lua from "./lua-ast.ts";
import { someNode } from "./lua-tree.ts";
import { OverlayFiles } from "./overlay-files.ts";

/** The functions of one file by name, with their numbers: the remainder by the count of files is the file. */
export interface OverlayGroup {
  numbers: ReadonlyMap<string, number>;
  /** It runs once, at the start. */
  once: boolean;
  /** The start runs some of it that hands functions over, to a timer or an event: they stay. */
  handsOver: boolean;
}

/**
 * Groups the functions that are read from flash. Those that only the start needs stand apart, in the last
 * groups.
 */
export function overlayGroups(calls: Calls, plan: ColdPlan): OverlayGroup[] {
  const atStart = onlyAtStart(calls, plan);
  const files = new OverlayFiles([...plan.entries, ...plan.copied], calls.scopes);
  for (const [a, b] of files.pairs()) if (atStart.has(a) === atStart.has(b)) files.join(a, b);
  const groups = files.groups();
  const isOnce = (group: readonly TopFunction[]) => group.every((fn) => atStart.has(fn));
  const all = [...groups.filter((group) => !isOnce(group)), ...groups.filter(isOnce)];
  const begun = calledBy(atStart);
  return all.map((group, file) => ({
    numbers: new Map(group.map(({ binding }, index) => [binding.name, file + index * all.length])),
    once: isOnce(group),
    handsOver: group.some((fn) => begun.has(fn) && handsOver(fn)),
  }));
}

/** These functions, and all that they call by whatever way. */
function calledBy(functions: Iterable<TopFunction>): Set<TopFunction> {
  const called = new Set(functions);
  for (const fn of called) for (const callee of fn.calls) called.add(callee);
  return called;
}

/** The steps of the start, and functions that only these call. */
function onlyAtStart({ functions, left, started }: Calls, { launched, copied }: ColdPlan): Set<TopFunction> {
  const atStart = new Set(launched);
  for (let size = 0; size !== atStart.size; ) {
    size = atStart.size;
    for (const fn of copied) {
      const users = functions.filter(({ calls, holds }) => calls.includes(fn) || holds.includes(fn));
      if (users.every((user) => atStart.has(user)) && !left.has(fn) && !started.includes(fn)) atStart.add(fn);
    }
  }
  return atStart;
}

function handsOver({ value }: TopFunction): boolean {
  return someNode([value], (node) => {
    const isCall = lua.isCallExpression(node) || lua.isMethodCallExpression(node);
    return isCall && node.params.some((argument) => lua.isFunctionExpression(argument));
  });
}
