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
import { createRetainedDelivery, type RetainedDelivery } from "./retained-delivery.ts";
import { createRouter, type Overlapping, type Router } from "./routing.ts";
import type { Session } from "./session.ts";
import type { TellShortage } from "./shortages.ts";
import { createSubscriptionTree, type Subscription, type Subscriptions } from "./subscriptions.ts";

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
  return new MessageDispatcher(timers, limits, overlapping, sharing, queueOptions, filters, short);
}

class MessageDispatcher implements Dispatcher {
  readonly retained: Retained;
  mustWait: Router["mustWait"];
  joined: (session: Session) => void;
  thrownAway: () => number;
  isQueue: Queues["has"];
  queued: Queues["count"];
  private readonly short: TellShortage;
  private readonly subscriptions: Subscriptions;
  private readonly delivery: RetainedDelivery;
  private readonly queues: Queues;
  private readonly router: Router;

  constructor(
    timers: Timers,
    limits: Limits,
    overlapping: Overlapping,
    sharing: Sharing,
    queueOptions: readonly (string | QueueOptions)[],
    filters: Quota,
    short: TellShortage,
  ) {
    this.short = short;
    this.subscriptions = createSubscriptionTree(filters);
    this.retained = createRetained(createQuota(limits.rooms.retained), timers.now);
    this.delivery = createRetainedDelivery(timers, limits, this.retained, filters);
    this.queues = createQueues(queueOptions, {
      timers,
      inFlight: limits.inFlight,
      queueBytes: limits.queueBytes,
      thrownAway: (clientId) => this.short("queueFull", clientId),
    });
    this.router = createRouter(overlapping, sharing, this.subscriptions, {
      timers,
      limits,
      short: this.short,
    });
    this.mustWait = this.router.mustWait;
    this.joined = this.queues.serve;
    this.thrownAway = this.router.thrownAway;
    this.isQueue = this.queues.has;
    this.queued = this.queues.count;
  }

  publish(message: Message, publisher?: Session): void {
    const clientId = publisher?.clientId ?? "";
    if (!this.retained.put(message, clientId)) this.short("notKept", clientId);
    this.router.route(message, publisher);
    this.queues.keep(message, clientId);
  }

  hasRoom(message: Message, { clientId }: Session): boolean {
    return this.retained.hasRoom(message, clientId);
  }

  subscribe(session: Session, filter: string, subscription: Subscription, wantsRetained: boolean): boolean {
    if (filter.startsWith(QUEUE) && !this.queues.has(filter)) this.short("noQueue", session.clientId, filter);
    // A sharing group gets no retained messages (MQTT 5.0, 4.8.2).
    const isGiven = wantsRetained && sharedFilter(filter) === undefined;
    if (isGiven && !this.delivery.add(session, filter, subscription)) {
      this.short("effort", session.clientId);
      return false;
    }
    if (this.subscriptions.set(session, filter, subscription)) return true;
    if (isGiven) this.delivery.undo(session);
    this.short("filters", session.clientId);
    return false;
  }

  unsubscribe(session: Session, filter: string): void {
    this.subscriptions.remove(session, filter);
    this.router.groups.unsubscribed(session, filter);
    this.queues.leave(session, filter);
  }

  subscribed(session: Session): void {
    this.delivery.start(session);
    this.queues.serve(session);
  }

  left(session: Session): void {
    this.delivery.stop(session);
    this.router.groups.left(session);
    this.queues.leave(session);
  }

  drop(session: Session): void {
    this.queues.leave(session);
    this.subscriptions.drop(session);
    this.router.groups.ended(session);
  }
}
