// Message queues as EMQX 6 has them: a queue keeps each message that its filter takes, also without a consumer, and gives it to one
// of the clients that have subscribed to "$q/" and the filter. A message that its consumer has not acknowledged when its connection
// ends goes to another one.
import { matchesFilter } from "./filters.ts";
import { hasEnded, lowerQos, type Message } from "./message.ts";
import { deliver, type Session } from "./session.ts";

const PREFIX = "$q/";

export interface Queues {
  /** A message is published: each queue whose filter takes it keeps it. */
  keep: (message: Message) => void;
  /** A session may consume: it has subscribed, or is back. */
  serve: (session: Session) => void;
  /**
   * A session takes no more by this subscription, and finishes what it was given; or its connection is going, and what it has not
   * acknowledged goes to others.
   */
  leave: (session: Session, subscription?: string) => void;
  /** Messages that a queue has: those that wait, and those that a consumer has not acknowledged. */
  count: (filter: string) => number;
}

/** A message of a queue, and as its consumer was given it. */
interface Out {
  message: Message;
  given: Message;
}

interface Queue {
  filter: string;
  waiting: Message[];
  /** By their consumers, in the order in which these came. */
  out: Map<Session, Out[]>;
}

/** `filters`: those of the queues that there are. `most`: messages that one consumer has unacknowledged. */
export function createQueues(filters: readonly string[], most: number, now: () => number): Queues {
  const queues: Queue[] = filters.map((filter) => ({ filter, waiting: [], out: new Map() }));

  /** The consumer with the fewest messages that it has not acknowledged, where one may have this one; none of those that are full. */
  function idlest(
    { filter, out }: Queue,
    { topic }: Message,
    full: ReadonlySet<Session>,
  ): Session | undefined {
    let found: Session | undefined;
    let fewest = most;
    for (const [session, { length }] of out) {
      if (length >= fewest || full.has(session)) continue;
      const qos = session.filters.get(PREFIX + filter)?.subscription.qos ?? 0;
      if (!session.permissions.receive(topic, PREFIX + filter, qos)) continue;
      found = session;
      fewest = length;
    }
    return found;
  }

  function handOut(queue: Queue): void {
    const full = new Set<Session>();
    // Those that no consumer may have, or has room for.
    const left: Message[] = [];
    while (queue.waiting.length > 0 && full.size < queue.out.size) {
      const message = queue.waiting.shift() as Message;
      if (hasEnded(message, now())) continue;
      const session = idlest(queue, message, full);
      if (session === undefined) left.push(message);
      else if (!isGiven(queue, session, message)) {
        queue.waiting.unshift(message);
        full.add(session);
      }
    }
    queue.waiting.unshift(...left);
  }

  /** Gives a consumer a message; false where too many others wait for it. */
  function isGiven(queue: Queue, session: Session, message: Message): boolean {
    const { filter, out } = queue;
    const { qos, identifier } = session.filters.get(PREFIX + filter)?.subscription ?? { qos: 0 };
    const given: Message = { ...message, qos: lowerQos(message.qos, qos), retain: false };
    if (identifier !== undefined) given.subscriptions = [identifier];
    const mine = out.get(session) ?? [];
    // Nothing is known of a message at QoS 0 but that it went.
    if (given.qos === 0) return deliver(session, given, now());
    const one = { message, given };
    given.settled = () => {
      mine.splice(mine.indexOf(one), 1);
      if (out.get(session) === mine) handOut(queue);
    };
    mine.push(one);
    if (deliver(session, given, now())) return true;
    mine.pop();
    return false;
  }

  function takeBack(queue: Queue, session: Session, isGoing: boolean): void {
    const mine = queue.out.get(session);
    if (mine === undefined) return;
    queue.out.delete(session);
    // A message that the client has half answered, at QoS 2, is the client's.
    const isMine = (sent: Message) => mine.some(({ given }) => given === sent);
    const unanswered = new Set(session.outgoing.withdraw(isMine, isGoing));
    queue.waiting.unshift(...mine.filter(({ given }) => unanswered.has(given)).map(({ message }) => message));
    handOut(queue);
  }

  return {
    keep(message) {
      for (const queue of queues) {
        if (!matchesFilter(queue.filter, message.topic)) continue;
        queue.waiting.push(message);
        handOut(queue);
      }
    },
    serve(session) {
      for (const queue of queues) {
        if (!session.filters.has(PREFIX + queue.filter) || queue.out.has(session)) continue;
        queue.out.set(session, []);
        handOut(queue);
      }
    },
    leave(session, subscription) {
      const isGoing = subscription === undefined;
      for (const queue of queues)
        if (isGoing || subscription === PREFIX + queue.filter) takeBack(queue, session, isGoing);
    },
    count(filter) {
      const queue = queues.find((one) => one.filter === filter);
      if (queue === undefined) return 0;
      return [...queue.out.values()].reduce((sum, { length }) => sum + length, queue.waiting.length);
    },
  };
}
