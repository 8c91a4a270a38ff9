// Who has subscribed to what: a tree of filters by their levels, so that a message costs what it finds, and not what there is.
import { sharedFilter } from "./filters.ts";
import type { Qos } from "./message.ts";
import type { Session } from "./session.ts";

/** What was granted for a filter. All but the QoS is MQTT 5.0's (3.8.3.1), and as MQTT 3.1.1 has it where it is left out. */
export interface Subscription {
  qos: Qos;
  /** The client is not given what it published itself. */
  noLocal?: boolean;
  /** RETAIN stays as it was published. */
  retainAsPublished?: boolean;
  /** The client's own number for it. */
  identifier?: number;
}

/** A subscription that stands; `place` counts them in the order in which their filters came first. */
export type Standing = Subscription & { place: number };

/** One subscription that a topic has found. */
export interface Found {
  session: Session;
  /** As the client wrote it. */
  filter: string;
  subscription: Standing;
}

export interface Subscriptions {
  /** Sets what a session has subscribed to with a filter. */
  set: (session: Session, filter: string, subscription: Subscription) => void;
  remove: (session: Session, filter: string) => void;
  /** The session is gone. */
  drop: (session: Session) => void;
  /** In the order of the sessions, and of their first subscriptions. */
  matching: (topic: string) => Found[];
}

interface Node {
  below: Map<string, Node>;
  /** By the session, then by the filter as it was written. */
  held: Map<Session, Set<string>>;
}

const newNode = (): Node => ({ below: new Map(), held: new Map() });

export function createSubscriptions(): Subscriptions {
  const root = newNode();
  let places = 0;

  const levelsOf = (filter: string) => (sharedFilter(filter)?.filter ?? filter).split("/");

  function remove(session: Session, filter: string): void {
    const path: [parent: Node, level: string][] = [];
    let node: Node | undefined = root;
    for (const level of levelsOf(filter)) {
      path.push([node, level]);
      node = node.below.get(level);
      if (node === undefined) return;
    }
    const filters = node.held.get(session);
    filters?.delete(filter);
    if (filters?.size === 0) node.held.delete(session);
    for (const [parent, level] of path.reverse()) {
      const child = parent.below.get(level) as Node;
      if (child.held.size > 0 || child.below.size > 0) return;
      parent.below.delete(level);
    }
  }

  function collect(node: Node, into: Found[]): void {
    for (const [session, filters] of node.held)
      for (const filter of filters) {
        const subscription = session.filters.get(filter);
        if (subscription !== undefined) into.push({ session, filter, subscription });
      }
  }

  function find(node: Node, levels: readonly string[], at: number, into: Found[]): void {
    // A wildcard in the first level takes no topic that begins with $ [MQTT-4.7.2-1].
    const takesWildcards = at > 0 || !levels[0].startsWith("$");
    const rest = takesWildcards ? node.below.get("#") : undefined;
    if (rest !== undefined) collect(rest, into);
    if (at === levels.length) {
      collect(node, into);
      return;
    }
    const same = node.below.get(levels[at]);
    if (same !== undefined) find(same, levels, at + 1, into);
    const any = takesWildcards ? node.below.get("+") : undefined;
    if (any !== undefined) find(any, levels, at + 1, into);
  }

  return {
    set(session, filter, subscription) {
      const before = session.filters.get(filter);
      session.filters.set(filter, { ...subscription, place: before?.place ?? places });
      if (before !== undefined) return;
      places += 1;
      let node = root;
      for (const level of levelsOf(filter)) {
        const next = node.below.get(level) ?? newNode();
        node.below.set(level, next);
        node = next;
      }
      const filters = node.held.get(session) ?? new Set();
      node.held.set(session, filters.add(filter));
    },
    remove(session, filter) {
      if (session.filters.delete(filter)) remove(session, filter);
    },
    drop(session) {
      for (const filter of session.filters.keys()) remove(session, filter);
    },
    matching(topic) {
      const found: Found[] = [];
      find(root, topic.split("/"), 0, found);
      return found.sort(
        (a, b) => a.session.place - b.session.place || a.subscription.place - b.subscription.place,
      );
    },
  };
}
