// A tree of topics or filters by their levels: a search takes one step per level, whatever the tree's size.
import type { Quota } from "./quota.ts";

export interface LevelNode<Held> {
  below: Map<string, LevelNode<Held>> | undefined;
  held: Held | undefined;
  /** The number of descendants. */
  size: number;
  /** The owner of its room. */
  owner: string;
}

/** Bytes of memory for a node beside the text of its level. */
const NODE_BYTES = 250;

export class LevelTree<Held> {
  readonly root: LevelNode<Held>;
  private readonly quota: Quota;

  constructor(quota: Quota) {
    this.quota = quota;
    this.root = this.newNode("");
  }

  find(levels: readonly string[]): LevelNode<Held> | undefined {
    const path = this.pathOf(levels);
    return path.length > levels.length ? path.at(-1) : undefined;
  }

  /** The node for these levels, created if missing; undefined when its owner has no room. */
  reach(levels: readonly string[], owner: string): LevelNode<Held> | undefined {
    const path = this.pathOf(levels);
    const more = missing(levels, path);
    if (more.length > 0 && !this.quota.take(owner, this.sum(more))) return undefined;
    for (const node of path) node.size += more.length;
    let node = path[path.length - 1];
    for (const [index, level] of more.entries()) {
      const next = this.newNode(owner);
      next.size = more.length - 1 - index;
      node.below ??= new Map();
      node.below.set(ownText(level), next);
      node = next;
    }
    return node;
  }

  /** The room that `reach` would need. */
  weight(levels: readonly string[]): number {
    return this.sum(missing(levels, this.pathOf(levels)));
  }

  /** Removes an empty node, and its ancestors without a use. */
  prune(levels: readonly string[]): void {
    const path = this.pathOf(levels);
    let removed = 0;
    for (let depth = path.length - 1; depth > 0; depth -= 1) {
      const node = path[depth];
      node.size -= removed;
      if (node.held !== undefined || node.size > 0) {
        for (const above of path.slice(0, depth)) above.size -= removed;
        return;
      }
      const level = levels[depth - 1];
      path[depth - 1].below?.delete(level);
      this.quota.give(node.owner, this.weigh(level));
      removed += 1;
    }
    this.root.size -= removed;
  }

  private newNode(owner: string): LevelNode<Held> {
    return { below: undefined, held: undefined, size: 0, owner };
  }

  private weigh(level: string): number {
    return level.length + NODE_BYTES;
  }

  /** The existing nodes on the way, the root first. */
  private pathOf(levels: readonly string[]): LevelNode<Held>[] {
    const path = [this.root];
    for (const level of levels) {
      const next = path[path.length - 1].below?.get(level);
      if (next === undefined) break;
      path.push(next);
    }
    return path;
  }

  private sum(levels: readonly string[]): number {
    return levels.reduce((bytes, level) => bytes + this.weigh(level), 0);
  }
}

function missing(levels: readonly string[], path: readonly unknown[]): readonly string[] {
  return levels.slice(path.length - 1);
}

/** A copy of the text: a substring would keep its whole source in memory. */
export function ownText(part: string): string {
  return Buffer.from(part, "latin1").toString("latin1");
}
