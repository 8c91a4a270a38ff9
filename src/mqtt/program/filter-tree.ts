// Filters with wildcards as a tree of their levels (MQTT 3.1.1, 4.7): whose filter takes a topic is found
// level by level of the topic, however many filters there are.
import type { Subscription } from "../subscriptions.ts";
import { ownPart } from "../topic.ts";

const HASH = 35;

/** What begins with the same levels. */
export interface FilterTree {
  /**
   * By the next level with a "/" in front, so that none has the name of a property of every record
   * ("constructor").
   */
  levels: Record<string, FilterTree | undefined>;
  /** For a "+" in place of the next level. */
  any: FilterTree | undefined;
  /** The filters that end here, and those that end in "#" here. */
  ends: Subscription[];
  rest: Subscription[];
}

export function createFilterTree(): FilterTree {
  return { levels: {}, any: undefined, ends: [], rest: [] };
}

/** The level that begins at `at`. */
function levelAt(topic: string, at: number): string {
  const slash = topic.indexOf("/", at);
  return slash < 0 ? topic.substring(at) : topic.substring(at, slash);
}

/** Adds a subscription by its filter, which must be valid; for a shared one, by the part after its group. */
export function addFilter(tree: FilterTree, subscription: Subscription): void {
  const node = nodeOf(tree, subscription.filter);
  if (takesRest(subscription.filter)) node.rest.push(subscription);
  else node.ends.push(subscription);
}

/** Removes a subscription that was added. */
export function removeFilter(tree: FilterTree, subscription: Subscription): void {
  const node = nodeOf(tree, subscription.filter);
  node.ends = othersThan(node.ends, subscription);
  node.rest = othersThan(node.rest, subscription);
}

function othersThan(list: readonly Subscription[], subscription: Subscription): Subscription[] {
  const others: Subscription[] = [];
  for (const other of list) {
    if (other !== subscription) others.push(other);
  }
  return others;
}

/** Does the filter end in "#"? */
function takesRest(filter: string): boolean {
  return filter.charCodeAt(filter.length - 1) === HASH;
}

/** The end of a filter, or of the level before its "#". */
function nodeOf(tree: FilterTree, filter: string): FilterTree {
  const last = takesRest(filter) ? filter.length - 2 : filter.length;
  let node = tree;
  let at = ownPart(filter);
  while (at <= last) {
    const level = levelAt(filter, at);
    node = below(node, level);
    at += level.length + 1;
  }
  return node;
}

/** The tree below a level of a filter, made where there is none. */
function below(node: FilterTree, level: string): FilterTree {
  const there = level === "+" ? node.any : node.levels["/" + level];
  if (there !== undefined) return there;
  const made = createFilterTree();
  if (level === "+") node.any = made;
  else node.levels["/" + level] = made;
  return made;
}

/** The subscriptions whose filter takes `topic`. */
export function takersIn(tree: FilterTree, topic: string): Subscription[] {
  const takers: Subscription[] = [];
  // No wildcard takes the first level of "$SYS/..." [MQTT-4.7.2-1].
  let isOpen = topic.indexOf("$") !== 0;
  let nodes = [tree];
  let at = 0;
  while (nodes.length > 0) {
    // "a/#" also takes "a".
    for (const node of nodes) {
      if (isOpen) addAll(takers, node.rest);
      if (at > topic.length) addAll(takers, node.ends);
    }
    if (at > topic.length) return takers;
    const level = levelAt(topic, at);
    nodes = nextLevel(nodes, level, isOpen);
    isOpen = true;
    at += level.length + 1;
  }
  return takers;
}

function nextLevel(nodes: readonly FilterTree[], level: string, isOpen: boolean): FilterTree[] {
  const next: FilterTree[] = [];
  for (const node of nodes) {
    const named = node.levels["/" + level];
    if (named !== undefined) next.push(named);
    if (isOpen && node.any !== undefined) next.push(node.any);
  }
  return next;
}

function addAll(takers: Subscription[], more: readonly Subscription[]): void {
  for (const subscription of more) takers.push(subscription);
}
