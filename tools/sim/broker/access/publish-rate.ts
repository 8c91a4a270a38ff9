// The rate at which a client may publish, each second. More of it waits where it was read: the client is read
// no faster, and nothing is lost.
import type { Timers } from "../../../../src/platform/node/timers.ts";

/** Each second. */
export interface PublishLimits {
  messages: number;
  bytes: number;
}

export interface PublishRate {
  /** Milliseconds that a message of so many bytes has to wait; with 0 it is counted, and goes. */
  take: (bytes: number) => number;
  /** A message goes that cannot wait: those behind it wait for it as well. */
  charge: (bytes: number) => void;
}

export interface PublishRates {
  /** The rate of a client: it goes on where the client's earlier connection ended. */
  of: (clientId: string, limits: PublishLimits) => PublishRate;
  /** Its connection has ended. */
  left: (clientId: string) => void;
}

const SECOND_MS = 1000;
/** The number of clients that are remembered after they have left in debt; the others begin anew. */
const MOST_DEBTORS = 10_000;

/** One kind of thing, of which there may be so many a second: a second's worth may come at once. */
interface Bucket {
  perSecond: number;
  /** The time at which all that came is paid. */
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

/** A client that takes more than a second's worth at once gets it when everything before is paid. */
function waitOf(bucket: Bucket, amount: number, now: number): number {
  const credit = Math.max(0, SECOND_MS - costOf(bucket, amount));
  return Math.max(0, Math.ceil(bucket.paidAt - credit - now));
}

function pay(bucket: Bucket, amount: number, now: number): void {
  bucket.paidAt = Math.max(bucket.paidAt, now) + costOf(bucket, amount);
}
