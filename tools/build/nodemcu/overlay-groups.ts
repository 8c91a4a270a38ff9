// Which functions that run rarely share a file. A file of its own costs each some hundred bytes, for a header, a
// description and constants that others have too, and functions that several of them call would stand in each; but
// whoever calls one function reads the whole file into memory, and a file that calls into another one stays there beside it.
import type { TopFunction } from "./cold-calls.ts";
import { eachNode } from "./lua-tree.ts";

/** Nodes of the tree in one file: some three kilobytes on the chip, for as long as a function of it runs. */
const MOST_NODES = 1100;
/** What a call between two functions counts for, beside the nodes that both would hold. */
const CALL_NODES = 60;
/** Functions of fewer nodes stand with each that calls them, for which no second file is in memory then. */
const SMALL_NODES = 60;
/** The same for the start, which has the least room. */
const SMALL_AT_START_NODES = 100;

/** The functions of one file by name, with their numbers: the remainder by the count of files is the file. */
export interface OverlayGroup {
  numbers: ReadonlyMap<string, number>;
  /** It runs once, at the start. */
  once: boolean;
}

/**
 * Groups functions with those that belong to them. One of `copied`, or a small one, may stand in several groups; the steps of
 * the start, each a group, are the last.
 */
export function overlayGroups(
  entries: ReadonlySet<TopFunction>,
  copied: ReadonlySet<TopFunction>,
  launched: ReadonlySet<TopFunction>,
): OverlayGroup[] {
  const smallerThan = (nodes: number) =>
    [...entries].filter((one) => !one.binding.assigned && nodesOfOne(one) < nodes);
  const atStart = new Set([...copied, ...smallerThan(SMALL_AT_START_NODES)]);
  const steps = [...entries].filter((one) => launched.has(one)).map((one) => withCopies([one], atStart));
  const besides = new Set([...copied, ...smallerThan(SMALL_NODES)]);
  let groups = [...entries].filter((one) => !launched.has(one)).map((one) => withCopies([one], besides));
  const gains: Gains = new WeakMap();
  for (let pair = bestPair(groups, gains); pair !== undefined; pair = bestPair(groups, gains)) {
    const [a, b] = pair;
    groups = groups.flatMap((one) => (one === a ? [new Set([...a, ...b])] : one === b ? [] : [one]));
  }
  const all = [...groups, ...steps];
  return all.map((group, file) => ({
    numbers: new Map([...group].map(({ binding }, index) => [binding.name, file + index * all.length])),
    once: file >= groups.length,
  }));
}

type Group = ReadonlySet<TopFunction>;

function withCopies(functions: readonly TopFunction[], copied: ReadonlySet<TopFunction>): Set<TopFunction> {
  const found = new Set(functions);
  for (const one of found) for (const callee of one.calls) if (copied.has(callee)) found.add(callee);
  return found;
}

/** What two groups have in common, by the first and the second: a pair is looked at again as long as neither grows. */
type Gains = WeakMap<Group, WeakMap<Group, number>>;

/** The two groups that have most in common, of those that fit into one file together. */
function bestPair(groups: readonly Group[], gains: Gains): [Group, Group] | undefined {
  let best: [Group, Group] | undefined;
  let most = -1;
  for (const [index, a] of groups.entries()) {
    const known = gains.get(a) ?? new WeakMap<Group, number>();
    gains.set(a, known);
    for (const b of groups.slice(index + 1)) {
      const gain = known.get(b) ?? gainOf(a, b);
      known.set(b, gain);
      if (gain > most) [best, most] = [[a, b], gain];
    }
  }
  return best;
}

/** Below zero, where they do not fit. */
function gainOf(a: Group, b: Group): number {
  if (nodesOf(new Set([...a, ...b])) > MOST_NODES) return -1;
  const common = nodesOf(new Set([...a].filter((one) => b.has(one))));
  return common + CALL_NODES * (callsBetween(a, b) + callsBetween(b, a));
}

function callsBetween(from: Group, to: Group): number {
  return [...from].flatMap((one) => one.calls.filter((callee) => to.has(callee))).length;
}

function nodesOf(group: Group): number {
  return [...group].reduce((nodes, one) => nodes + nodesOfOne(one), 0);
}

/** How large each function is: every pair of groups asks. */
const sizes = new WeakMap<TopFunction, number>();

function nodesOfOne(one: TopFunction): number {
  let nodes = sizes.get(one) ?? 0;
  if (nodes > 0) return nodes;
  eachNode([one.value], () => {
    nodes += 1;
  });
  sizes.set(one, nodes);
  return nodes;
}
