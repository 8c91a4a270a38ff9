// Where messages and subscriptions meet: what is published is retained and handed on, and a new subscription is given what is
// retained. Everything that is kept here is counted against what the broker may keep.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { sharedFilter } from "./filters.ts";
import type { Limits } from "./limits.ts";
import { lowerQos, type Message } from "./message.ts";
import type { Grant } from "./requests.ts";
import { createRetained, type Retained } from "./retained.ts";
import { createRouter, type Overlapping } from "./routing.ts";
import { deliver, type Session } from "./session.ts";
import type { Stock } from "./stock.ts";
import { createSubscriptions, type Subscription } from "./subscriptions.ts";

export interface Hub {
  retained: Retained;
  publish: (message: Message, publisher?: Session) => void;
  /** Sets a subscription; false when there is no room for it. */
  subscribe: (session: Session, filter: string, subscription: Subscription) => boolean;
  unsubscribe: (session: Session, filter: string) => void;
  /** SUBACK is out: retained messages follow. */
  subscribed: (session: Session, grants: readonly Grant[]) => void;
  /** A session has ended. */
  drop: (session: Session) => void;
  /** How many messages were thrown away because too many waited for a session. */
  thrownAway: () => number;
}

/** To send a retained message is so much more work than to look at one. */
const SENDING_EFFORT = 20;

export function createHub(timers: Timers, limits: Limits, stock: Stock, overlapping: Overlapping): Hub {
  const subscriptions = createSubscriptions();
  const retained = createRetained(stock, limits.retained, timers.now);
  const router = createRouter(overlapping, subscriptions, timers.now);

  /** Sends what is retained for one filter; says how much work that was. */
  function sendRetained(session: Session, { filter, qos }: Grant): number {
    const identifier = session.filters.get(filter)?.identifier;
    const messages = retained.matching(filter);
    for (const message of messages) {
      // So much may have been sent that the client was given up.
      if (session.connection === undefined) break;
      const given = { ...message, qos: lowerQos(message.qos, qos) };
      if (identifier !== undefined) given.subscriptions = [identifier];
      deliver(session, given, timers.now(), true);
    }
    return messages.length * SENDING_EFFORT;
  }

  return {
    retained,
    publish(message, publisher) {
      retained.put(message);
      router.route(message, publisher);
    },
    subscribe(session, filter, subscription) {
      if (!session.filters.has(filter)) {
        if (session.filters.size >= limits.filters || !stock.take(weightOfFilter(filter))) return false;
      }
      subscriptions.set(session, filter, subscription);
      return true;
    },
    unsubscribe(session, filter) {
      if (session.filters.has(filter)) stock.give(weightOfFilter(filter));
      subscriptions.remove(session, filter);
    },
    subscribed(session, grants) {
      let effort = 0;
      for (const grant of grants) {
        if (sharedFilter(grant.filter) !== undefined || !grant.wantsRetained) continue;
        effort += retained.effort(grant.filter);
        if (effort > limits.effort) {
          session.connection?.hangUp("quota");
          return;
        }
        effort += sendRetained(session, grant);
      }
    },
    drop(session) {
      subscriptions.drop(session);
      for (const filter of session.filters.keys()) stock.give(weightOfFilter(filter));
      session.filters.clear();
    },
    thrownAway: router.thrownAway,
  };
}

/** What a subscription takes of the room that there is. */
function weightOfFilter(filter: string): number {
  return filter.length + 300;
}
