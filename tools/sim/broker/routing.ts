// Who is given a message: each session with a filter that takes its topic, and of each sharing group one (MQTT 3.1.1, 3.3.5
// and 4.7; MQTT 5.0, 4.8.2, whose shared filters brokers give to clients of 3.1.1 as well).
import { sharedFilter } from "./filters.ts";
import { lowerQos, type Message, type Qos } from "./message.ts";
import { deliver, type Session } from "./session.ts";
import type { TellShortage } from "./shortages.ts";
import type { Standing, Subscriptions } from "./subscriptions.ts";

/** What a session with several filters for one topic is given: one message at the highest QoS, or one for each filter. */
export type Overlapping = "once" | "each";

export interface Router {
  /** Hands a message on; it comes with RETAIN 0 [MQTT-3.3.1-9] to whom does not want it otherwise. */
  route: (message: Message, publisher: Session | undefined) => void;
  /** How many messages were thrown away because too many waited for a session. */
  thrownAway: () => number;
}

export function createRouter(
  overlapping: Overlapping,
  subscriptions: Subscriptions,
  now: () => number,
  short: TellShortage,
): Router {
  let served = 0;
  let thrownAway = 0;

  /** Gives a session the message, for all of these subscriptions. */
  function give(session: Session, message: Message, found: readonly Standing[]): void {
    const granted = Math.max(...found.map(({ subscription }) => subscription.qos)) as Qos;
    const identifiers = found.flatMap(({ subscription }) => subscription.identifier ?? []);
    const retain = message.retain && found.some(({ subscription }) => subscription.retainAsPublished);
    const given: Message = { ...message, qos: lowerQos(message.qos, granted), retain };
    if (identifiers.length > 0) given.subscriptions = identifiers;
    if (deliver(session, given, now())) return;
    thrownAway += 1;
    short("queue", session.clientId);
  }

  /** The member whose turn it is, of those who are connected where there are any. */
  function serve(members: Standing[], message: Message): void {
    const present = members.filter(({ session }) => session.connection !== undefined);
    const able = present.length > 0 ? present : members;
    const one = able.reduce((longest, member) => (member.served < longest.served ? member : longest));
    served += 1;
    one.served = served;
    give(one.session, message, [one]);
  }

  return {
    route(message, publisher) {
      const groups = new Map<string, Standing[]>();
      const own = new Map<Session, Standing[]>();
      for (const found of subscriptions.matching(message.topic)) {
        const { session, filter, subscription } = found;
        if (subscription.noLocal === true && session === publisher) continue;
        const to = sharedFilter(filter) === undefined ? listOf(own, session) : listOf(groups, filter);
        to.push(found);
      }
      for (const [session, found] of own)
        if (overlapping === "each") for (const one of found) give(session, message, [one]);
        else give(session, message, found);
      for (const members of groups.values()) serve(members, message);
    },
    thrownAway: () => thrownAway,
  };
}

function listOf<Key>(lists: Map<Key, Standing[]>, key: Key): Standing[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
