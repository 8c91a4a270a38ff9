// Retained messages of a broker at some topics: it sends them to a new subscriber, and does not say when it
// has sent all. Reading them has bounds, in time and in memory, and reports when they do not suffice.
import type { KeptMessage } from "../../../src/discovery/kept-announcements.ts";
import type { BrokerConnection, Delivered } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";

export interface KeptOptions {
  /** The longest that all of it may take. */
  seconds?: number;
  /** Is it the message that is looked for? Then nothing more is waited for. */
  isIt?: (message: KeptMessage) => boolean;
  /** Milliseconds of silence after which the broker has sent everything. */
  quiet?: number;
}

/** Silence after the last message, or after the subscription, that means the end. */
const QUIET_MS = 1000;
const KEPT_SECONDS = 60;
/** The most characters of topics and payloads that are held. */
const MOST_CHARACTERS = 256_000_000;
/** Filters in one SUBSCRIBE; brokers take so many, or more. */
const FILTERS_AT_ONCE = 100;

/** Milliseconds of a clock that nobody sets. */
function now(): number {
  return performance.now();
}

/** The messages that the broker keeps at these filters. Rejects with a BrokerFault. */
export async function keptMessages(
  connection: BrokerConnection,
  filters: readonly string[],
  options: KeptOptions = {},
): Promise<KeptMessage[]> {
  return await new KeptCollector(connection, options).collect(filters);
}

class KeptCollector {
  private readonly connection: BrokerConnection;
  private readonly seconds: number;
  private readonly isIt: KeptOptions["isIt"];
  private readonly quiet: number;
  private readonly kept = new Map<string, string>();
  private readonly isOver: number;
  private characters = 0;
  private lastCame = now();
  private isFound = false;
  private wake = () => {};

  constructor(connection: BrokerConnection, { seconds = KEPT_SECONDS, isIt, quiet = QUIET_MS }: KeptOptions) {
    this.connection = connection;
    this.seconds = seconds;
    this.isIt = isIt;
    this.quiet = quiet;
    this.isOver = now() + seconds * 1000;
  }

  async collect(filters: readonly string[]): Promise<KeptMessage[]> {
    const stopListening = this.connection.listen((message) => this.take(message));
    try {
      for (const portion of portions(filters)) {
        await this.connection.subscribe(portion);
        this.requireBounds();
      }
      await this.untilQuiet();
      // A busy broker sends what it still holds back before it answers this.
      for (const portion of portions(filters)) {
        await this.connection.unsubscribe(portion);
        this.requireBounds();
      }
    } finally {
      stopListening();
    }
    return [...this.kept].map(([topic, payload]) => ({ topic, payload }));
  }

  private take({ topic, payload, retained }: Delivered): void {
    if (!retained || this.characters > MOST_CHARACTERS) return;
    const text = payload.toString();
    this.characters += topic.length + text.length;
    this.kept.set(topic, text);
    this.lastCame = now();
    this.isFound ||= this.isIt?.({ topic, payload: text }) === true;
    if (this.isFound) this.wake();
  }

  /** Waits until nothing has come for a while, or the message that is looked for has. */
  private async untilQuiet(): Promise<void> {
    this.lastCame = now();
    for (let left = this.quiet; left > 0 && !this.isFound; left = this.lastCame + this.quiet - now()) {
      this.requireBounds();
      const fault = await Promise.race([this.pause(left), this.connection.lost]);
      if (fault !== undefined) throw fault;
      // A process that has stood still for a while runs its timer first, and reads what came meanwhile after
      // it.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(ms, Math.max(1, this.isOver - now())));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private requireBounds(): void {
    if (this.characters > MOST_CHARACTERS)
      throw this.endless(`it keeps more than ${MOST_CHARACTERS} bytes there`);
    if (now() > this.isOver)
      throw this.endless(
        `it was still sending what it keeps after ${this.seconds} s, ${this.kept.size} messages by then`,
      );
  }

  private endless(why: string): BrokerFault {
    return new BrokerFault(this.connection.where, "endless", why);
  }
}

/** The payload that the broker keeps at one topic; `undefined` where it keeps nothing. */
export async function keptAt(
  connection: BrokerConnection,
  topic: string,
  quiet?: number,
): Promise<string | undefined> {
  const isIt = (message: KeptMessage) => message.topic === topic;
  const [message] = await keptMessages(connection, [topic], { isIt, ...(quiet !== undefined && { quiet }) });
  return message?.payload;
}

/** Each filter once: some brokers answer for two that are the same as for one. */
function* portions(wanted: readonly string[]): Generator<readonly string[]> {
  const filters = [...new Set(wanted)];
  for (let i = 0; i < filters.length; i += FILTERS_AT_ONCE) yield filters.slice(i, i + FILTERS_AT_ONCE);
}
