// The publish rate of a client. A message above the rate waits in the socket: the client is read more slowly,
// and no message is lost.
import type { Timers } from "../../../../src/platform/node/timers.ts";

/** Limits for each second. */
export interface PublishLimits {
  messages: number;
  bytes: number;
}

export interface PublishRate {
  /**
   * The milliseconds that a message of so many bytes must wait. With 0 the message is counted and may go.
   */
  take: (bytes: number) => number;
  /** Counts a message that cannot wait; later messages wait for it as well. */
  charge: (bytes: number) => void;
}

export interface PublishRates {
  /** The rate of a client, which continues from the client's earlier connection. */
  of: (clientId: string, limits: PublishLimits) => PublishRate;
  /** Its connection has ended. */
  left: (clientId: string) => void;
}

const SECOND_MS = 1000;
/** The number of disconnected clients whose used-up rate is remembered; the others start anew. */
const MOST_DEBTORS = 10_000;

/** A limit on one unit, messages or bytes: a second's worth may come at once. */
interface Bucket {
  perSecond: number;
  /** The time at which everything received is paid for. */
  paidAt: number;
}

export function createPublishRates(timers: Timers): PublishRates {
  return new RateLimits(timers);
}

class RateLimits implements PublishRates {
  private readonly timers: Timers;
  private readonly debts = new Map<string, { messages: number; bytes: number }>();
  private readonly present = new Map<string, [messages: Bucket, bytes: Bucket]>();

  constructor(timers: Timers) {
    this.timers = timers;
  }

  of(clientId: string, limits: PublishLimits): PublishRate {
    const debt = this.debts.get(clientId);
    this.debts.delete(clientId);
    const messages = { perSecond: limits.messages, paidAt: debt?.messages ?? 0 };
    const bytes = { perSecond: limits.bytes, paidAt: debt?.bytes ?? 0 };
    this.present.set(clientId, [messages, bytes]);
    const count = (length: number) => {
      pay(messages, 1, this.timers.now());
      pay(bytes, length, this.timers.now());
    };
    return {
      take: (length) => {
        const now = this.timers.now();
        const wait = Math.max(waitOf(messages, 1, now), waitOf(bytes, length, now));
        if (wait === 0) count(length);
        return wait;
      },
      charge: count,
    };
  }

  left(clientId: string): void {
    const buckets = this.present.get(clientId);
    this.present.delete(clientId);
    if (buckets === undefined) return;
    const [messages, bytes] = buckets.map(({ paidAt }) => paidAt);
    if (Math.max(messages, bytes) > this.timers.now()) this.debts.set(clientId, { messages, bytes });
    if (this.debts.size > MOST_DEBTORS) this.forgetOne();
  }

  private forgetOne(): void {
    const [oldest] = this.debts.keys();
    this.debts.delete(oldest);
  }
}

function costOf({ perSecond }: Bucket, amount: number): number {
  return (amount / perSecond) * SECOND_MS;
}

/** A message larger than a second's worth waits until everything before it is paid for. */
function waitOf(bucket: Bucket, amount: number, now: number): number {
  const credit = Math.max(0, SECOND_MS - costOf(bucket, amount));
  return Math.max(0, Math.ceil(bucket.paidAt - credit - now));
}

function pay(bucket: Bucket, amount: number, now: number): void {
  bucket.paidAt = Math.max(bucket.paidAt, now) + costOf(bucket, amount);
}
