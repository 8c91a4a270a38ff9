// Who is given a message: each session with a filter that takes its topic, and of each sharing group one (MQTT 3.1.1, 3.3.5
// and 4.7; shared filters as brokers for 3.1.1 have them).
import { sharedFilter, takes } from "./filters.ts";
import { lowerQos, type Message, type Qos } from "./message.ts";
import { deliver, type Session } from "./session.ts";

/** What a session with several filters for one topic is given: one message at the highest QoS, or one for each filter. */
export type Overlapping = "once" | "each";

export interface Router {
  /** Hands a message on; it comes with RETAIN 0 [MQTT-3.3.1-9]. */
  route: (message: Message, sessions: Iterable<Session>) => void;
  /** How many messages were thrown away because too many waited for a session. */
  thrownAway: () => number;
}

interface Candidate {
  session: Session;
  granted: Qos;
}

export function createRouter(overlapping: Overlapping): Router {
  /** How often each sharing group has been served. */
  const turns = new Map<string, number>();
  let thrownAway = 0;

  function give(session: Session, message: Message, granted: Qos): void {
    const given = { ...message, qos: lowerQos(message.qos, granted), retain: false };
    if (!deliver(session, given)) thrownAway += 1;
  }

  /** The member whose turn it is, of those who are connected where there are any. */
  function serve(group: string, members: Candidate[], message: Message): void {
    const present = members.filter(({ session }) => session.connection !== undefined);
    const able = present.length > 0 ? present : members;
    const turn = turns.get(group) ?? 0;
    turns.set(group, turn + 1);
    const { session, granted } = able[turn % able.length];
    give(session, message, granted);
  }

  return {
    route(message, sessions) {
      const groups = new Map<string, Candidate[]>();
      for (const session of sessions) {
        const grants: Qos[] = [];
        for (const [filter, granted] of session.filters) {
          const shared = sharedFilter(filter);
          if (!takes(shared?.filter ?? filter, message.topic)) continue;
          if (shared === undefined) grants.push(granted);
          else groups.set(filter, [...(groups.get(filter) ?? []), { session, granted }]);
        }
        if (overlapping === "each") for (const granted of grants) give(session, message, granted);
        else if (grants.length > 0) give(session, message, Math.max(...grants) as Qos);
      }
      for (const [group, members] of groups) serve(group, members, message);
    },
    thrownAway: () => thrownAway,
  };
}
