// Message queues as in EMQX 6: a queue keeps each message that matches its filter, also without a consumer,
// and delivers it to one subscriber of "$q/" and the filter, always at QoS 1. A message goes to another
// consumer when its own disconnects, or exceeds the queue's acknowledgement time.
import { createRandom } from "../../../src/platform/node/random.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import { Backlog, type BacklogEntry } from "./backlog.ts";
import { matchesFilter, QUEUE } from "./filters.ts";
import type { Message } from "./message.ts";
import {
  type Consumer,
  hasRoomFor,
  nextConsumer,
  type Out,
  type Queue,
  type QueueOptions,
  removeConsumer,
} from "./queue-consumers.ts";
import { deliverTo, type Session } from "./session.ts";

export interface QueuesHost {
  timers: Timers;
  /** The most unacknowledged messages of one consumer, and the most waiting bytes of one queue. */
  inFlight: number;
  queueBytes: number;
  /** Called when the oldest message was discarded for this client's message. */
  thrownAway: (clientId: string) => void;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
/** The most messages without a possible consumer that are skipped for one that has a consumer. */
const MOST_PASSED = 100;

export class Queues {
  private readonly host: QueuesHost;
  private readonly queues: Queue[];

  constructor(all: readonly (string | QueueOptions)[], host: QueuesHost) {
    this.host = host;
    this.queues = all.map((queue) => this.newQueue(typeof queue === "string" ? { filter: queue } : queue));
  }

  /** Does this subscription, "$q/" and a filter, name a queue? */
  readonly has = (subscription: string): boolean => {
    return this.queues.some((queue) => queue.subscription === subscription);
  };

  /** Adds a session that has subscribed, or has reconnected, as a consumer. */
  readonly serve = (session: Session): void => {
    for (const queue of this.queues) {
      if (!session.filters.has(queue.subscription) || queue.consumers.has(session)) continue;
      queue.consumers.set(session, { session, out: new Set(), served: 0 });
      this.handOut(queue);
    }
  };

  /** Messages of a queue: waiting, and delivered but unacknowledged. */
  readonly count = (filter: string): number => {
    const queue = this.queues.find(({ options }) => options.filter === filter);
    if (queue === undefined) return 0;
    const out = [...queue.consumers.values()].flatMap((consumer) => [...consumer.out]);
    return queue.backlog.size() + new Set(out.map(({ entry }) => entry).filter(({ isDone }) => !isDone)).size;
  };

  /** Stores a published message in each queue whose filter matches its topic. */
  keep(message: Message, clientId: string): void {
    for (const queue of this.queues) {
      const { filter, lastValue } = queue.options;
      if (!matchesFilter(filter, message.topic)) continue;
      const key = lastValue === "topic" ? message.topic : lastValue && clientId;
      if (queue.backlog.add(message, key) > 0) this.host.thrownAway(clientId);
      this.handOut(queue);
    }
  }

  /**
   * Ends a consumer: by an UNSUBSCRIBE it completes the messages that it has; by a disconnection its
   * unacknowledged messages go to others.
   */
  leave(session: Session, subscription?: string): void {
    const isGoing = subscription === undefined;
    for (const queue of this.queues)
      if (isGoing || subscription === queue.subscription) this.withdrawMessages(queue, session, isGoing);
  }

  private newQueue(options: QueueOptions): Queue {
    const { filter, keepMs = WEEK_MS } = options;
    const backlog = new Backlog({ bytes: this.host.queueBytes, keepMs }, this.host.timers.now);
    return {
      options,
      subscription: QUEUE + filter,
      backlog,
      most: this.host.inFlight,
      consumers: new Map(),
      served: 0,
      draws: createRandom(1),
      isBusy: false,
      isAgain: false,
    };
  }

  private handOut(queue: Queue): void {
    queue.isAgain = true;
    if (queue.isBusy) return;
    queue.isBusy = true;
    while (queue.isAgain) {
      queue.isAgain = false;
      this.handOutOnce(queue);
    }
    queue.isBusy = false;
  }

  private handOutOnce(queue: Queue): void {
    const able = new Set([...queue.consumers.values()].filter((consumer) => hasRoomFor(queue, consumer)));
    let passed = 0;
    for (const entry of queue.backlog.entries()) {
      if (able.size === 0 || passed > MOST_PASSED) return;
      let consumer = nextConsumer(queue, entry, able);
      if (consumer === undefined) {
        passed += 1;
        continue;
      }
      // A resulting event may deliver others.
      queue.backlog.take(entry);
      while (consumer !== undefined && !this.deliverTo(queue, consumer, entry)) {
        able.delete(consumer);
        consumer = nextConsumer(queue, entry, able);
      }
      if (consumer === undefined) queue.backlog.putBack([entry]);
      else if (!hasRoomFor(queue, consumer)) able.delete(consumer);
    }
  }

  /** Delivers a message to a consumer. Returns false when too many others wait for it. */
  private deliverTo(queue: Queue, consumer: Consumer, entry: BacklogEntry): boolean {
    const { session, out } = consumer;
    const { message } = entry;
    const { identifier } = session.filters.get(queue.subscription)?.subscription ?? {};
    const copy: Message = { ...message, qos: 1, retain: false };
    if (identifier !== undefined) copy.subscriptions = [identifier];
    queue.served += 1;
    consumer.served = queue.served;
    const delivery: Out = { entry, given: copy, stopTimer: () => {} };
    copy.settled = (isAcknowledged) => {
      delivery.stopTimer();
      entry.isDone ||= isAcknowledged;
      if (!removeConsumer(consumer, delivery)) return;
      if (!isAcknowledged) {
        entry.unfit ??= new WeakSet();
        entry.unfit.add(session);
      }
      if (!entry.isDone && entry.holders === 0) queue.backlog.putBack([entry]);
      if (queue.consumers.get(session) === consumer) this.handOut(queue);
    };
    out.add(delivery);
    entry.holders += 1;
    if (!deliverTo(session, copy, this.host.timers.now())) {
      removeConsumer(consumer, delivery);
      return false;
    }
    // The message may have ended at once, because it is too long for its client.
    if (out.has(delivery)) this.watch(queue, consumer, delivery);
    return true;
  }

  /** Another consumer may be faster. */
  private watch(queue: Queue, consumer: Consumer, delivery: Out): void {
    const { redeliverMs } = queue.options;
    if (redeliverMs === undefined) return;
    delivery.stopTimer = this.host.timers.after(redeliverMs, () => {
      if (delivery.entry.isDone || !consumer.out.has(delivery)) return;
      const otherConsumers = [...queue.consumers.values()].filter((other) => other !== consumer);
      const next = nextConsumer(queue, delivery.entry, otherConsumers);
      if (next === undefined || !this.deliverTo(queue, next, delivery.entry))
        this.watch(queue, consumer, delivery);
    });
  }

  private withdrawMessages(queue: Queue, session: Session, isGoing: boolean): void {
    const consumer = queue.consumers.get(session);
    if (consumer === undefined) return;
    queue.consumers.delete(session);
    const mine = new Map([...consumer.out].map((delivery) => [delivery.given, delivery]));
    const withdrawn = session.outgoing.withdraw((message) => mine.has(message), isGoing);
    const back: BacklogEntry[] = [];
    for (const message of withdrawn) {
      const delivery = mine.get(message);
      if (delivery === undefined) continue;
      delivery.stopTimer();
      removeConsumer(consumer, delivery);
      if (!delivery.entry.isDone && delivery.entry.holders === 0) back.push(delivery.entry);
    }
    queue.backlog.putBack(back);
    this.handOut(queue);
  }
}
