// The plan of a chunk in memory: functions that have to stay there, and those that are read from flash when they
// are called.
import type { Calls, TopFunction } from "./calls.ts";

/** Functions that are in memory while the device runs, and the way of the others into it. */
export interface ColdPlan {
  /** In memory, because code that may run at any time calls or names them. */
  held: ReadonlySet<TopFunction>;
  /** Read from flash at a call. */
  entries: ReadonlySet<TopFunction>;
  /** Those among them that only the start calls, once: its steps, and the steps that these call. */
  launched: ReadonlySet<TopFunction>;
  /** Functions in the file of each entry that calls them. */
  copied: ReadonlySet<TopFunction>;
  /** Those among them that the start calls as well. */
  staying: ReadonlySet<TopFunction>;
}

/** Sorts functions, given the rare ones. */
export function planCold(calls: Calls, isCold: (fn: TopFunction) => boolean): ColdPlan {
  const started = calls.functions.filter((fn) => isStart(fn, calls));
  const launched = new Set([
    ...started,
    ...calls.functions.filter((fn) => isCold(fn) && isStep(fn, started, calls)),
  ]);
  const entries = new Set(calls.functions.filter((fn) => isCold(fn) || launched.has(fn)));
  const copied = new Set<TopFunction>();
  const held = heldBy(calls, entries);
  const queue = [...entries];
  for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) {
    for (const callee of fn.calls) {
      if (held.has(callee) || entries.has(callee) || copied.has(callee)) continue;
      // Functions that name each other cannot stand one after the other.
      (callee.binding.assigned ? entries : copied).add(callee);
      queue.push(callee);
    }
  }
  for (const fn of entries) {
    if (launched.has(fn) || !hasOneCaller(fn, calls, entries)) continue;
    entries.delete(fn);
    copied.add(fn);
  }
  const resident = calls.functions.filter((fn) => !entries.has(fn) && !copied.has(fn));
  const staying = new Set<TopFunction>();
  const needed = [...calls.started, ...resident.flatMap((fn) => fn.calls)];
  for (let fn = needed.pop(); fn !== undefined; fn = needed.pop()) {
    if (!copied.has(fn) || staying.has(fn)) continue;
    staying.add(fn);
    needed.push(...fn.calls);
  }
  return { held, entries, launched, copied, staying };
}

/**
 * A function that only a statement of the start calls, and nobody else names, such as one that brings up a
 * device, need not stay in memory.
 */
function isStart(fn: TopFunction, { functions, started, launched, left }: Calls): boolean {
  const isNamed = functions.some(({ calls, holds }) => calls.includes(fn) || holds.includes(fn));
  const isCalledOnce = started.filter((called) => called === fn).length === 1;
  return launched.has(fn) && isCalledOnce && !left.has(fn) && !isNamed;
}

/**
 * A function that the start calls once and nobody else names: its code is read when the step before it is
 * gone, and goes itself.
 */
function isStep(
  fn: TopFunction,
  steps: readonly TopFunction[],
  { functions, started, left }: Calls,
): boolean {
  const users = functions.filter(({ calls, holds }) => calls.includes(fn) || holds.includes(fn));
  const [only] = users;
  if (users.length !== 1 || only === undefined || !steps.includes(only) || only.holds.includes(fn))
    return false;
  const isCalledOnce = only.calls.filter((called) => called === fn).length === 1;
  return isCalledOnce && !fn.binding.assigned && !started.includes(fn) && !left.has(fn);
}

/** A function that only one overlay calls needs no file of its own. */
function hasOneCaller(fn: TopFunction, calls: Calls, entries: ReadonlySet<TopFunction>): boolean {
  if (fn.binding.assigned || calls.started.includes(fn) || calls.left.has(fn)) return false;
  const users = calls.functions.filter((user) => user.calls.includes(fn) || user.holds.includes(fn));
  return (
    users.every((user) => user !== fn && entries.has(user) && !user.holds.includes(fn)) && users.length === 1
  );
}

/** Functions that may run later on without being read from flash. */
function heldBy(calls: Calls, entries: ReadonlySet<TopFunction>): Set<TopFunction> {
  const held = new Set<TopFunction>();
  const queue = [...calls.left, ...calls.functions.flatMap(({ holds }) => holds)];
  for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) {
    if (held.has(fn) || entries.has(fn)) continue;
    held.add(fn);
    queue.push(...fn.calls);
  }
  return held;
}
