// Retained messages: the newest of each topic, and those that match a new subscription (MQTT 3.1.1, 3.3.1.3).
import { type LevelNode, LevelTree } from "./level-tree.ts";
import { hasEnded, type Message, weightOf } from "./message.ts";
import type { Quota } from "./quota.ts";

interface Kept {
  message: Message;
  publisher: string;
}

type Node = LevelNode<Kept>;

export class Retained {
  private readonly quota: Quota;
  private readonly now: () => number;
  private readonly tree: LevelTree<Kept>;

  constructor(quota: Quota, now: () => number) {
    this.quota = quota;
    this.now = now;
    this.tree = new LevelTree<Kept>(this.quota);
  }

  /**
   * Stores a retained message if its publisher has room; an empty payload deletes the topic's message
   * [MQTT-3.3.1-10]. False: there is no room, and nothing is stored for the topic.
   */
  put(message: Message, publisher: string): boolean {
    const { topic, payload, retain } = message;
    if (!retain) return true;
    if (payload === "") {
      this.forget(topic);
      return true;
    }
    const levels = topic.split("/");
    const node = this.tree.reach(levels, publisher);
    if (node === undefined) return false;
    if (node.held !== undefined) this.release(node.held);
    node.held = this.quota.take(publisher, weightOf(message)) ? { message, publisher } : undefined;
    if (node.held === undefined) this.tree.prune(levels);
    return node.held !== undefined;
  }

  /** Would `put` succeed? */
  hasRoom(message: Message, publisher: string): boolean {
    const { topic, payload, retain } = message;
    if (!retain || payload === "") return true;
    const levels = topic.split("/");
    const before = this.tree.find(levels)?.held;
    const freed = before?.publisher === publisher ? weightOf(before.message) : 0;
    return this.quota.hasRoom(publisher, this.tree.weight(levels) + weightOf(message) - freed);
  }

  get(topic: string): Message | undefined {
    return this.current(this.tree.find(topic.split("/")));
  }

  /** The retained messages that match a filter, read at each step; undefined for a level without a match. */
  matching(filter: string): Generator<Message | undefined> {
    return this.walk(this.tree.root, filter.split("/"), 0);
  }

  /** The most levels that `matching` visits. */
  effort(filter: string): number {
    const levels = filter.split("/");
    const wild = levels.findIndex((level) => level === "+" || level === "#");
    const named = wild < 0 ? levels : levels.slice(0, wild);
    return levels.length + (wild < 0 ? 0 : (this.tree.find(named)?.size ?? 0));
  }

  clear(): void {
    const topics = [...this.allBelow(this.tree.root)].flatMap((message) => message?.topic ?? []);
    for (const topic of topics) this.forget(topic);
  }

  private forget(topic: string): void {
    const levels = topic.split("/");
    const node = this.tree.find(levels);
    if (node?.held === undefined) return;
    this.release(node.held);
    node.held = undefined;
    this.tree.prune(levels);
  }

  private release({ publisher, message }: Kept): void {
    this.quota.give(publisher, weightOf(message));
  }

  private current(node: Node | undefined): Message | undefined {
    const message = node?.held?.message;
    if (message === undefined || !hasEnded(message, this.now())) return message;
    this.forget(message.topic);
    return undefined;
  }

  private *allBelow(node: Node): Generator<Message | undefined> {
    yield this.current(node);
    for (const child of node.below?.values() ?? []) yield* this.allBelow(child);
  }

  private *walk(node: Node, levels: readonly string[], at: number): Generator<Message | undefined> {
    const level = levels[at];
    // "a/#" matches "a" as well.
    if (level === undefined || level === "#") yield this.current(node);
    if (level === "#" || level === "+") {
      for (const [name, child] of node.below ?? []) {
        // A wildcard in the first level matches no topic that begins with $ [MQTT-4.7.2-1].
        if (at === 0 && name.startsWith("$")) yield undefined;
        else if (level === "#") yield* this.allBelow(child);
        else yield* this.walk(child, levels, at + 1);
      }
      return;
    }
    yield undefined;
    const child = level === undefined ? undefined : node.below?.get(level);
    if (child !== undefined) yield* this.walk(child, levels, at + 1);
  }
}
