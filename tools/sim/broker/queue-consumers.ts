// The consumers of one message queue: the messages of each, and the next one's turn.
import type { Random } from "../../../src/platform/node/random.ts";
import type { Backlog, BacklogEntry } from "./backlog.ts";
import type { Message } from "./message.ts";
import type { Session } from "./session.ts";

export interface QueueOptions {
  /** Its filter: `sensor/+/data`. */
  filter: string;
  /**
   * The choice among consumers with room: the one with the fewest unacknowledged messages, the one whose turn
   * it is, any one, or the same one as before. Default "least in flight".
   */
  dispatch?: "least in flight" | "in turn" | "random" | "sticky";
  /** Of those with the same topic, or of the same client, only the newest waits. Default: all wait. */
  lastValue?: "topic" | "client";
  /** The time after which an unacknowledged message goes to another consumer as well. Default: never. */
  redeliverMs?: number;
  /** The time that a message waits. Default 7 days. */
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
  /** The number of the queue's message that it received last, counted from 1. */
  served: number;
}

export interface Queue {
  options: QueueOptions;
  subscription: string;
  backlog: Backlog;
  /** The most unacknowledged messages of one consumer. */
  most: number;
  /** In the order in which they came. */
  consumers: Map<Session, Consumer>;
  served: number;
  draws: Random;
  /** Messages are being handed out; an event that follows from one asks for that as well. */
  isBusy: boolean;
  isAgain: boolean;
}

/** May it receive one more? */
export function hasRoomFor({ most }: Queue, { session, out }: Consumer): boolean {
  // A message that it does not take at a time may go to another one.
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

/** The consumer whose turn it is, among those that may have the message. */
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

/** The consumer no longer has the message; false if it had been taken from it before. */
export function removeConsumer({ out }: Consumer, delivery: Out): boolean {
  if (!out.delete(delivery)) return false;
  delivery.entry.holders -= 1;
  return true;
}
