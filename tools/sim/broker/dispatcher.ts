// The dispatcher, where messages and subscriptions meet: a published message is retained and handed on,
// and a new subscription receives the retained ones. It keeps no more than it has room for, and refuses
// a client when that is full.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { QUEUE, sharedFilter } from "./filters.ts";
import type { Sharing } from "./groups.ts";
import type { Limits } from "./limits.ts";
import type { Message } from "./message.ts";
import type { QueueOptions } from "./queue-consumers.ts";
import { createQueues, type Queues } from "./queues.ts";
import { createQuota, type Quota } from "./quota.ts";
import { createRetained, type Retained } from "./retained.ts";
import { createRetainedDelivery } from "./retained-delivery.ts";
import { createRouter, type Overlapping, type Router } from "./routing.ts";
import type { Session } from "./session.ts";
import type { TellShortage } from "./shortages.ts";
import { createSubscriptions, type Subscription } from "./subscriptions.ts";

export interface Dispatcher {
  retained: Retained;
  publish: (message: Message, publisher?: Session) => void;
  /** Must a message for this topic wait? Then `free` is called when it need not. */
  mustWait: Router["mustWait"];
  /** Is there room for a message that its publisher wants retained? */
  hasRoom: (message: Message, publisher: Session) => boolean;
  /**
   * Sets a subscription; false when there is no room for it, or for the work of delivering its retained
   * messages.
   */
  subscribe: (
    session: Session,
    filter: string,
    subscription: Subscription,
    wantsRetained: boolean,
  ) => boolean;
  unsubscribe: (session: Session, filter: string) => void;
  /** SUBACK is out: retained messages follow. */
  subscribed: (session: Session) => void;
  /** CONNACK is out. */
  joined: (session: Session) => void;
  /** A session's connection is gone. */
  left: (session: Session) => void;
  /** A session has ended. */
  drop: (session: Session) => void;
  /** The number of messages thrown away because too many waited for a session. */
  thrownAway: () => number;
  /** Is it a subscription to an existing message queue? */
  isQueue: Queues["has"];
  /** Messages that the queue with this filter has. */
  queued: Queues["count"];
}

export function createDispatcher(
  timers: Timers,
  limits: Limits,
  overlapping: Overlapping,
  sharing: Sharing,
  queueOptions: readonly (string | QueueOptions)[],
  filters: Quota,
  short: TellShortage,
): Dispatcher {
  const subscriptions = createSubscriptions(filters);
  const retained = createRetained(createQuota(limits.rooms.retained), timers.now);
  const delivery = createRetainedDelivery(timers, limits, retained, filters);
  const queues = createQueues(queueOptions, {
    timers,
    inFlight: limits.inFlight,
    queueBytes: limits.queueBytes,
    thrownAway: (clientId) => short("queueFull", clientId),
  });
  const router = createRouter(overlapping, sharing, subscriptions, { timers, limits, short });

  return {
    retained,
    publish(message, publisher) {
      const clientId = publisher?.clientId ?? "";
      if (!retained.put(message, clientId)) short("notKept", clientId);
      router.route(message, publisher);
      queues.keep(message, clientId);
    },
    mustWait: router.mustWait,
    hasRoom: (message, { clientId }) => retained.hasRoom(message, clientId),
    subscribe(session, filter, subscription, wantsRetained) {
      if (filter.startsWith(QUEUE) && !queues.has(filter)) short("noQueue", session.clientId, filter);
      // A sharing group gets no retained messages (MQTT 5.0, 4.8.2).
      const isGiven = wantsRetained && sharedFilter(filter) === undefined;
      if (isGiven && !delivery.add(session, filter, subscription)) {
        short("effort", session.clientId);
        return false;
      }
      if (subscriptions.set(session, filter, subscription)) return true;
      if (isGiven) delivery.undo(session);
      short("filters", session.clientId);
      return false;
    },
    unsubscribe(session, filter) {
      subscriptions.remove(session, filter);
      router.groups.unsubscribed(session, filter);
      queues.leave(session, filter);
    },
    subscribed(session) {
      delivery.start(session);
      queues.serve(session);
    },
    joined: queues.serve,
    left(session) {
      delivery.stop(session);
      router.groups.left(session);
      queues.leave(session);
    },
    drop(session) {
      queues.leave(session);
      subscriptions.drop(session);
      router.groups.ended(session);
    },
    thrownAway: router.thrownAway,
    isQueue: queues.has,
    queued: queues.count,
  };
}
