// Routing of a message to sessions: each one with a filter that takes its topic, and of each
// sharing group one (MQTT 3.1.1, 3.3.5 and 4.7; MQTT 5.0, 4.8.2, whose shared filters brokers give
// to clients of 3.1.1 as well).
import type { Timers } from "../../../src/platform/node/timers.ts";
import { sharedFilter } from "./filters.ts";
import { createGroups, type Groups, type Sharing } from "./groups.ts";
import type { Limits } from "./limits.ts";
import { lowerQos, type Message, type Qos } from "./message.ts";
import { deliver, type Session } from "./session.ts";
import type { TellShortage } from "./shortages.ts";
import { isStanding, mayReceive, type Standing, type Subscriptions } from "./subscriptions.ts";

/**
 * The delivery to a session with several filters for one topic: one message at the highest QoS, or one for
 * each filter.
 */
export type Overlapping = "once" | "each";

export interface Router {
  /** Hands a message on, with RETAIN 0 [MQTT-3.3.1-9] unless the subscription wants it as it was. */
  route: (message: Message, publisher: Session | undefined) => void;
  /**
   * Does a message for this topic have to wait, because it goes to as many as another one that is still being
   * handed on? Then `free` is called when it need not.
   */
  mustWait: (topic: string, free: () => void) => boolean;
  groups: Omit<Groups, "serve">;
  /** The number of messages thrown away because too many waited for a session. */
  thrownAway: () => number;
}

/**
 * The most receivers, as many as the embedded broker has clients; more are dropped, because each would keep
 * everybody else waiting.
 */
const MOST_QUEUED = 10_000;

/** A message, and the receivers that do not have it yet, with their subscriptions. */
interface Handout {
  message: Message;
  to: Map<Session, Standing[]>;
}

export function createRouter(
  overlapping: Overlapping,
  sharing: Sharing,
  subscriptions: Subscriptions,
  {
    timers,
    limits: { recipients },
    short,
  }: { timers: Timers; limits: Pick<Limits, "recipients">; short: TellShortage },
): Router {
  /** A message for more sessions than get it in one turn. */
  let long: Handout | undefined;
  /** Other messages for as many, which cannot be made to wait: wills. */
  const queued: (() => void)[] = [];
  /** What waits where it was read. */
  const waiting: (() => void)[] = [];
  let thrownAway = 0;
  const groups = createGroups(sharing, subscriptions, isGiven, lose);

  /**
   * Gives a session the message, for all of these subscriptions, behind earlier ones; false where it takes no
   * more.
   */
  function isGiven(session: Session, message: Message, standings: readonly Standing[]): boolean {
    if (long?.to.has(session)) handTo(session, long);
    const granted = Math.max(...standings.map(({ subscription }) => subscription.qos)) as Qos;
    const identifiers = standings.flatMap(({ subscription }) => subscription.identifier ?? []);
    const retain = message.retain && standings.some(({ subscription }) => subscription.retainAsPublished);
    const copy: Message = { ...message, qos: lowerQos(message.qos, granted), retain };
    // At QoS 0 it is not kept until the client may have other permissions.
    if (copy.qos > 0)
      copy.cause = { published: message, subscribed: standings, permissions: session.permissions };
    if (identifiers.length > 0) copy.subscriptions = identifiers;
    return deliver(session, copy, timers.now());
  }

  function give(session: Session, message: Message, standings: readonly Standing[]): void {
    if (!isGiven(session, message, standings)) lose(session);
  }

  function lose(session: Session): void {
    thrownAway += 1;
    short("queue", session.clientId);
  }

  function handTo(session: Session, { message, to }: Handout): void {
    const standings = (to.get(session) ?? []).filter(
      (standing) => isStanding(standing) && mayReceive(standing, message),
    );
    to.delete(session);
    if (standings.length === 0) return;
    if (overlapping === "each") for (const standing of standings) give(session, message, [standing]);
    else give(session, message, standings);
  }

  /** A part of the long one in this turn, in which others are served behind it. */
  function goOn(): void {
    if (long === undefined) return;
    let handed = 0;
    for (const session of long.to.keys()) {
      handTo(session, long);
      handed += 1;
      if (handed === recipients) break;
    }
    if (long.to.size > 0) timers.after(0, goOn);
    else {
      long = undefined;
      for (const next of [queued, waiting]) while (long === undefined && next.length > 0) next.shift()?.();
    }
  }

  const isLate = (topic: string) => long !== undefined && subscriptions.count(topic) > recipients;

  function queue(message: Message, publisher: Session | undefined): void {
    if (queued.length < MOST_QUEUED) {
      queued.push(() => route(message, publisher));
      return;
    }
    thrownAway += 1;
    short("late", publisher?.clientId ?? "");
  }

  function route(message: Message, publisher: Session | undefined): void {
    if (isLate(message.topic)) {
      queue(message, publisher);
      return;
    }
    const shared = new Map<string, Standing[]>();
    const to = new Map<Session, Standing[]>();
    for (const standing of subscriptions.matching(message.topic)) {
      const { session, filter, subscription } = standing;
      if (subscription.noLocal === true && session === publisher) continue;
      const list = sharedFilter(filter) === undefined ? listOf(to, session) : listOf(shared, filter);
      list.push(standing);
    }
    const handout = { message, to };
    if (to.size > recipients && long === undefined) {
      long = handout;
      goOn();
    } else for (const session of to.keys()) handTo(session, handout);
    for (const members of shared.values()) groups.serve(members, message);
  }

  return {
    route,
    mustWait(topic, free) {
      if (!isLate(topic)) return false;
      waiting.push(free);
      return true;
    },
    groups,
    thrownAway: () => thrownAway,
  };
}

function listOf<Key>(lists: Map<Key, Standing[]>, key: Key): Standing[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
