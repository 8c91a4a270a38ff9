// The consumers of one message queue: what each was given, and whose turn it is.
import type { Random } from "../../../src/platform/node/random.ts";
import type { Backlog, Entry } from "./backlog.ts";
import type { Message } from "./message.ts";
import type { Session } from "./session.ts";

export interface QueueOptions {
  /** What it keeps: `sensor/+/data`. */
  filter: string;
  /**
   * Which consumer is given a message, of those with room: the one with the fewest that it has not acknowledged, the one whose turn it
   * is, any one, or the same one as before. Default "least in flight".
   */
  dispatch?: "least in flight" | "in turn" | "random" | "sticky";
  /** Of those with the same topic, or of the same client, only the newest waits. Default: all wait. */
  lastValue?: "topic" | "client";
  /** A message that is not acknowledged for so long is given to another consumer as well. Default: never. */
  redeliverMs?: number;
  /** So long a message waits. Default 7 days. */
  keepMs?: number;
}

/** A message as a consumer was given it. */
export interface Out {
  entry: Entry;
  given: Message;
  stopTimer: () => void;
}

export interface Consumer {
  session: Session;
  out: Set<Out>;
  /** Which of the queue's messages it was given last, counted from 1. */
  served: number;
}

export interface Queue {
  options: QueueOptions;
  subscription: string;
  backlog: Backlog;
  /** Messages that one consumer has unacknowledged. */
  most: number;
  /** In the order in which they came. */
  consumers: Map<Session, Consumer>;
  served: number;
  draws: Random;
  /** Messages are being handed out; and what followed from one asks for that as well. */
  isBusy: boolean;
  isAgain: boolean;
}

/** May it be given one more? */
export function hasRoom({ most }: Queue, { session, out }: Consumer): boolean {
  // What it does not take at a time another one may have.
  return out.size < Math.min(most, session.connection?.terms.window ?? most);
}

function mayHave({ session }: Consumer, { subscription }: Queue, { message, unfit }: Entry): boolean {
  if (unfit?.has(session)) return false;
  const { topic } = message;
  const qos = session.filters.get(subscription)?.subscription.qos;
  return qos !== undefined && session.permissions.receive(topic, subscription, qos);
}

function isBefore(one: Consumer, other: Consumer, { dispatch }: QueueOptions): boolean {
  if (dispatch === "in turn") return one.served < other.served;
  return dispatch === "sticky" ? one.served > other.served : one.out.size < other.out.size;
}

/** Whose turn it is of those who may have the message. */
export function nextConsumer(queue: Queue, entry: Entry, able: Iterable<Consumer>): Consumer | undefined {
  const { options, draws, consumers } = queue;
  let found: Consumer | undefined;
  let count = 0;
  for (const one of able) {
    if (!hasRoom(queue, one) || consumers.get(one.session) !== one || !mayHave(one, queue, entry)) continue;
    count += 1;
    const isNext =
      options.dispatch === "random" ? draws.below(count) === 0 : found && isBefore(one, found, options);
    if (found === undefined || isNext) found = one;
  }
  return found;
}

/** It has the message no more; false where it had been taken from it before. */
export function remove({ out }: Consumer, one: Out): boolean {
  if (!out.delete(one)) return false;
  one.entry.holders -= 1;
  return true;
}
