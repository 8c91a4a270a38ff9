// The subscriptions of all clients: a tree of filters by their levels, so that a message costs as many steps
// as filters match, however many there are.
import { sharedFilter } from "./filters.ts";
import { type LevelNode, LevelTree } from "./level-tree.ts";
import type { Message, Qos } from "./message.ts";
import type { Quota } from "./quota.ts";
import type { Session } from "./session.ts";

/** The grant of a filter. All but the QoS is MQTT 5.0's (3.8.3.1), with the defaults of MQTT 3.1.1. */
export interface Subscription {
  qos: Qos;
  /** No Local: the client does not receive its own messages. */
  noLocal?: boolean;
  /** Retain As Published: RETAIN keeps its value. */
  retainAsPublished?: boolean;
  /** The client's subscription identifier. */
  identifier?: number;
}

/** An active subscription. */
export interface StandingSubscription {
  session: Session;
  /** The filter as the client wrote it. */
  filter: string;
  subscription: Subscription;
  /** The subscription's number in the order of first subscription. */
  place: number;
  /** In a shared group: the number of the last message that it received, from 1. */
  served: number;
}

type Node = LevelNode<Set<StandingSubscription>>;

/** Bytes of memory for a subscription beside its levels and its text. */
const STANDING_BYTES = 500;
/** A shared filter costs the broker time for each message, so its room limits that as well. */
const SHARED_BYTES = 16 * 1024;

export class Subscriptions {
  private readonly quota: Quota;
  private readonly tree: LevelTree<Set<StandingSubscription>>;
  private places = 0;

  constructor(quota: Quota) {
    this.quota = quota;
    this.tree = new LevelTree<Set<StandingSubscription>>(this.quota);
  }

  /** Sets a session's subscription to a filter; false when it has no room. */
  set(session: Session, filter: string, subscription: Subscription): boolean {
    const before = session.filters.get(filter);
    if (before !== undefined) {
      before.subscription = subscription;
      return true;
    }
    const { clientId } = session;
    const levels = this.levelsOf(filter);
    const node = this.tree.reach(levels, clientId);
    if (node === undefined) return false;
    if (!this.quota.take(clientId, this.weigh(filter))) {
      this.tree.prune(levels);
      return false;
    }
    const standing = { session, filter, subscription, place: this.places, served: 0 };
    this.places += 1;
    session.filters.set(filter, standing);
    node.held ??= new Set();
    node.held.add(standing);
    return true;
  }

  remove(session: Session, filter: string): void {
    const standing = session.filters.get(filter);
    if (standing === undefined) return;
    session.filters.delete(filter);
    this.quota.give(session.clientId, this.weigh(filter));
    const levels = this.levelsOf(filter);
    const node = this.tree.find(levels);
    node?.held?.delete(standing);
    if (node?.held?.size === 0) node.held = undefined;
    this.tree.prune(levels);
  }

  /** Called when the session has ended. */
  drop(session: Session): void {
    for (const filter of [...session.filters.keys()]) this.remove(session, filter);
  }

  /** Sessions that subscribed to exactly this filter. */
  members(filter: string): StandingSubscription[] {
    return [...(this.tree.find(this.levelsOf(filter))?.held ?? [])].filter(
      (candidate) => candidate.filter === filter,
    );
  }

  /** The subscriptions in the order of their sessions, then of first subscription. */
  matching(topic: string): StandingSubscription[] {
    return this.matches(topic).sort((a, b) => a.session.place - b.session.place || a.place - b.place);
  }

  /** The number of subscriptions. */
  count(topic: string): number {
    return this.matches(topic).length;
  }

  private levelsOf(filter: string): string[] {
    return (sharedFilter(filter)?.filter ?? filter).split("/");
  }

  private weigh(filter: string): number {
    return filter.length + (sharedFilter(filter) === undefined ? STANDING_BYTES : SHARED_BYTES);
  }

  private matches(topic: string): StandingSubscription[] {
    const into: StandingSubscription[] = [];
    find(this.tree.root, topic.split("/"), 0, into);
    return into;
  }
}

function find(node: Node, levels: readonly string[], at: number, into: StandingSubscription[]): void {
  // A wildcard in the first level matches no topic that begins with $ [MQTT-4.7.2-1].
  const takesWildcards = at > 0 || !levels[0].startsWith("$");
  const rest = takesWildcards ? node.below?.get("#") : undefined;
  if (rest !== undefined) collect(rest, into);
  if (at === levels.length) {
    collect(node, into);
    return;
  }
  const same = node.below?.get(levels[at]);
  if (same !== undefined) find(same, levels, at + 1, into);
  const any = takesWildcards ? node.below?.get("+") : undefined;
  if (any !== undefined) find(any, levels, at + 1, into);
}

/** Does the subscription still exist? */
export function isStanding(standing: StandingSubscription): boolean {
  return standing.session.filters.get(standing.filter) === standing;
}

/** Is the client permitted to receive a message by it? */
export function mayReceive(
  { session, filter, subscription }: StandingSubscription,
  { topic }: Message,
): boolean {
  return session.permissions.receive(topic, filter, subscription.qos);
}

function collect({ held }: Node, into: StandingSubscription[]): void {
  for (const standing of held ?? []) into.push(standing);
}
