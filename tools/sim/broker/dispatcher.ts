// The dispatcher between messages and subscriptions: a published message is retained and routed, and a new
// subscription receives the retained messages. Within its memory limits it refuses a client's further
// requests.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { QUEUE, sharedFilter } from "./filters.ts";
import type { Sharing } from "./groups.ts";
import type { Limits } from "./limits.ts";
import type { Message } from "./message.ts";
import type { QueueOptions } from "./queue-consumers.ts";
import { Queues } from "./queues.ts";
import { createQuota, type Quota } from "./quota.ts";
import { Retained } from "./retained.ts";
import { RetainedDelivery } from "./retained-delivery.ts";
import { type Overlapping, Router } from "./routing.ts";
import type { Session } from "./session.ts";
import type { ReportShortage } from "./shortages.ts";
import { type Subscription, Subscriptions } from "./subscriptions.ts";

export class Dispatcher {
  readonly retained: Retained;
  /** Must a message for this topic wait? Then `free` is called when it may continue. */
  mustWait: Router["mustWait"];
  /** Called after CONNACK. */
  joined: (session: Session) => void;
  /** The number of messages discarded because too many waited for a session. */
  thrownAway: () => number;
  /** Does the filter subscribe to an existing message queue? */
  isQueue: Queues["has"];
  /** The messages in the queue with this filter. */
  queued: Queues["count"];
  private readonly reportShortage: ReportShortage;
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
    reportShortage: ReportShortage,
  ) {
    this.reportShortage = reportShortage;
    this.subscriptions = new Subscriptions(filters);
    this.retained = new Retained(createQuota(limits.rooms.retained), timers.now);
    this.delivery = new RetainedDelivery(timers, limits, this.retained, filters);
    this.queues = new Queues(queueOptions, {
      timers,
      inFlight: limits.inFlight,
      queueBytes: limits.queueBytes,
      thrownAway: (clientId) => this.reportShortage("queueFull", clientId),
    });
    this.router = new Router(overlapping, sharing, this.subscriptions, {
      timers,
      limits,
      reportShortage: this.reportShortage,
    });
    this.mustWait = this.router.mustWait;
    this.joined = this.queues.serve;
    this.thrownAway = this.router.thrownAway;
    this.isQueue = this.queues.has;
    this.queued = this.queues.count;
  }

  publish(message: Message, publisher?: Session): void {
    const clientId = publisher?.clientId ?? "";
    if (!this.retained.put(message, clientId)) this.reportShortage("notKept", clientId);
    this.router.route(message, publisher);
    this.queues.keep(message, clientId);
  }

  /** Is there room for another retained message of this publisher? */
  hasRoom(message: Message, { clientId }: Session): boolean {
    return this.retained.hasRoom(message, clientId);
  }

  /** Sets a subscription; false without room for it, or for the delivery of its retained messages. */
  subscribe(session: Session, filter: string, subscription: Subscription, wantsRetained: boolean): boolean {
    if (filter.startsWith(QUEUE) && !this.queues.has(filter))
      this.reportShortage("noQueue", session.clientId, filter);
    // A shared group receives no retained messages (MQTT 5.0, 4.8.2).
    const sendsRetained = wantsRetained && sharedFilter(filter) === undefined;
    if (sendsRetained && !this.delivery.add(session, filter, subscription)) {
      this.reportShortage("effort", session.clientId);
      return false;
    }
    if (this.subscriptions.set(session, filter, subscription)) return true;
    if (sendsRetained) this.delivery.undo(session);
    this.reportShortage("filters", session.clientId);
    return false;
  }

  unsubscribe(session: Session, filter: string): void {
    this.subscriptions.remove(session, filter);
    this.router.groups.unsubscribed(session, filter);
    this.queues.leave(session, filter);
  }

  /** Called after SUBACK: the retained messages follow. */
  subscribed(session: Session): void {
    this.delivery.start(session);
    this.queues.serve(session);
  }

  /** Called when a session's connection has ended. */
  left(session: Session): void {
    this.delivery.stop(session);
    this.router.groups.left(session);
    this.queues.leave(session);
  }

  /** Called when a session has ended. */
  drop(session: Session): void {
    this.queues.leave(session);
    this.subscriptions.drop(session);
    this.router.groups.ended(session);
  }
}
