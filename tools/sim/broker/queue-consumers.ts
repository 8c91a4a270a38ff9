// The consumers of one message queue: their messages, and whose turn is next.
import type { Random } from "../../../src/platform/node/random.ts";
import type { Backlog, BacklogEntry } from "./backlog.ts";
import type { Message } from "./message.ts";
import type { Session } from "./session.ts";

export interface QueueOptions {
  /** Its filter: `sensor/+/data`. */
  filter: string;
  /**
   * The dispatch among consumers below their limit: fewest unacknowledged messages, round-robin, random, or
   * sticky. Default "least in flight".
   */
  dispatch?: "least in flight" | "in turn" | "random" | "sticky";
  /** Keeps only the newest message of a topic, or of a client. Default: keeps all. */
  lastValue?: "topic" | "client";
  /** The time after which an unacknowledged message also goes to another consumer. Default: never. */
  redeliverMs?: number;
  /** The longest time that a message waits. Default 7 days. */
  keepMs?: number;
}

/** A message as a consumer received it. */
export interface Out {
  entry: BacklogEntry;
  given: Message;
  stopTimer: () => void;
}

export interface Consumer {
  session: Session;
  out: Set<Out>;
  /** The number of the last message that it received, from 1. */
  served: number;
}

export interface Queue {
  options: QueueOptions;
  subscription: string;
  backlog: Backlog;
  /** The most unacknowledged messages of one consumer. */
  most: number;
  /** The consumers in the order of their subscriptions. */
  consumers: Map<Session, Consumer>;
  served: number;
  draws: Random;
  /** Delivery is in progress; an event within it requests another round. */
  isBusy: boolean;
  isAgain: boolean;
}

/** Is the consumer below its limit? */
export function hasRoomFor({ most }: Queue, { session, out }: Consumer): boolean {
  // A message that is too long for it may go to another consumer.
  return out.size < Math.min(most, session.connection?.terms.window ?? most);
}

function mayHave({ session }: Consumer, { subscription }: Queue, { message, unfit }: BacklogEntry): boolean {
  if (unfit?.has(session)) return false;
  const { topic } = message;
  const qos = session.filters.get(subscription)?.subscription.qos;
  return qos !== undefined && session.permissions.receive(topic, subscription, qos);
}

function isBefore(consumer: Consumer, rival: Consumer, { dispatch }: QueueOptions): boolean {
  if (dispatch === "in turn") return consumer.served < rival.served;
  return dispatch === "sticky" ? consumer.served > rival.served : consumer.out.size < rival.out.size;
}

/** The next consumer in turn that may receive the message. */
export function nextConsumer(
  queue: Queue,
  entry: BacklogEntry,
  able: Iterable<Consumer>,
): Consumer | undefined {
  const { options, draws, consumers } = queue;
  let best: Consumer | undefined;
  let count = 0;
  for (const consumer of able) {
    if (
      !hasRoomFor(queue, consumer) ||
      consumers.get(consumer.session) !== consumer ||
      !mayHave(consumer, queue, entry)
    )
      continue;
    count += 1;
    const isNext =
      options.dispatch === "random" ? draws.below(count) === 0 : best && isBefore(consumer, best, options);
    if (best === undefined || isNext) best = consumer;
  }
  return best;
}

/** Takes the message from the consumer; false if it no longer had it. */
export function removeConsumer({ out }: Consumer, delivery: Out): boolean {
  if (!out.delete(delivery)) return false;
  delivery.entry.holders -= 1;
  return true;
}
