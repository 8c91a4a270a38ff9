// Who is given a message: each session with a filter that takes its topic, and of each sharing group one (MQTT 3.1.1, 3.3.5
// and 4.7; MQTT 5.0, 4.8.2, whose shared filters brokers give to clients of 3.1.1 as well).
import type { Timers } from "../../../src/platform/node/timers.ts";
import { sharedFilter } from "./filters.ts";
import type { Limits } from "./limits.ts";
import { lowerQos, type Message, type Qos } from "./message.ts";
import { deliver, type Session } from "./session.ts";
import type { TellShortage } from "./shortages.ts";
import { isStanding, type Standing, type Subscriptions } from "./subscriptions.ts";

/** What a session with several filters for one topic is given: one message at the highest QoS, or one for each filter. */
export type Overlapping = "once" | "each";

/** Which member of a group with a shared filter is given a message: each in its turn, or the same one for as long as it is connected. */
export type Sharing = "in turn" | "sticky";

export interface Router {
  /** Hands a message on; it comes with RETAIN 0 [MQTT-3.3.1-9] to whom does not want it otherwise. */
  route: (message: Message, publisher: Session | undefined) => void;
  /**
   * Does a message for this topic have to wait, because it goes to as many as another one that is still being handed on?
   * Then `free` is called when it need not.
   */
  mustWait: (topic: string, free: () => void) => boolean;
  /** How many messages were thrown away because too many waited for a session. */
  thrownAway: () => number;
}

/** As many as the embedded broker has clients; more are thrown away, for each would keep everybody else waiting. */
const MOST_QUEUED = 10_000;

/** A message, and who has not been given it yet, for which of their subscriptions. */
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
  /** One that goes to more sessions than are given it in one turn. */
  let long: Handout | undefined;
  /** Others that go to as many, which nobody can be made to wait with: wills. */
  const queued: (() => void)[] = [];
  /** What waits where it was read. */
  const waiting: (() => void)[] = [];
  let served = 0;
  let thrownAway = 0;

  /** Gives a session the message, for all of these subscriptions, behind what came before it. */
  function give(session: Session, message: Message, found: readonly Standing[]): void {
    if (long?.to.has(session)) handTo(session, long);
    const granted = Math.max(...found.map(({ subscription }) => subscription.qos)) as Qos;
    const identifiers = found.flatMap(({ subscription }) => subscription.identifier ?? []);
    const retain = message.retain && found.some(({ subscription }) => subscription.retainAsPublished);
    const given: Message = { ...message, qos: lowerQos(message.qos, granted), retain };
    // At QoS 0 it is not kept until the client may have other permissions.
    if (given.qos > 0) given.cause = { permissions: session.permissions, subscribed: found };
    if (identifiers.length > 0) given.subscriptions = identifiers;
    if (deliver(session, given, timers.now())) return;
    thrownAway += 1;
    short("queue", session.clientId);
  }

  /** The member whose turn it is, or who had the last one, of those who are connected where there are any. */
  function serve(members: Standing[], message: Message): void {
    const allowed = members.filter((member) => mayReceive(member, message));
    if (allowed.length === 0) return;
    const present = allowed.filter(({ session }) => session.connection !== undefined);
    const able = present.length > 0 ? present : allowed;
    const isBefore = (one: Standing, other: Standing) =>
      sharing === "sticky" ? one.served > other.served : one.served < other.served;
    const one = able.reduce((first, member) => (isBefore(member, first) ? member : first));
    served += 1;
    one.served = served;
    give(one.session, message, [one]);
  }

  function handTo(session: Session, { message, to }: Handout): void {
    const found = (to.get(session) ?? []).filter((one) => isStanding(one) && mayReceive(one, message));
    to.delete(session);
    if (found.length === 0) return;
    if (overlapping === "each") for (const one of found) give(session, message, [one]);
    else give(session, message, found);
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
    const groups = new Map<string, Standing[]>();
    const to = new Map<Session, Standing[]>();
    for (const found of subscriptions.matching(message.topic)) {
      const { session, filter, subscription } = found;
      if (subscription.noLocal === true && session === publisher) continue;
      const list = sharedFilter(filter) === undefined ? listOf(to, session) : listOf(groups, filter);
      list.push(found);
    }
    const handout = { message, to };
    if (to.size > recipients && long === undefined) {
      long = handout;
      goOn();
    } else for (const session of to.keys()) handTo(session, handout);
    for (const members of groups.values()) serve(members, message);
  }

  return {
    route,
    mustWait(topic, free) {
      if (!isLate(topic)) return false;
      waiting.push(free);
      return true;
    },
    thrownAway: () => thrownAway,
  };
}

function listOf<Key>(lists: Map<Key, Standing[]>, key: Key): Standing[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** May the client be given it for this subscription? */
function mayReceive({ session, filter, subscription }: Standing, { topic }: Message): boolean {
  return session.permissions.receive(topic, filter, subscription.qos);
}
