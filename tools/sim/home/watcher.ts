// A client that receives everything a broker passes on about a home, and does nothing else. It comes back
// when the broker has gone and come; a broker that does not keep to MQTT is one that it fails at.
import {
  type BrokerAccount,
  type BrokerConnection,
  type Delivered,
  openConnection,
} from "../real-broker/connection.ts";
import { BrokerFault } from "../real-broker/fault.ts";

/** One message as the broker delivered it. */
export interface SeenMessage extends Delivered {
  /** When it came, in milliseconds since 1970. */
  time: number;
  /** It was seen before, live; now the broker gave the copy that it keeps. */
  again: boolean;
}

export interface Watcher {
  /**
   * Resolves when it has given the broker up, with why. Rejects when it has failed by a mistake of its own.
   */
  failed: Promise<BrokerFault>;
  end: () => Promise<void>;
}

const RETRY_MS = 1000;
/** A broker that ends so many connections in a row, each so soon after it was made, is given up. */
const MOST_SHORT = 5;
const SHORT_MS = 5000;
/** Topics checked at once; with thousands, answers would come too late. */
const MOST_ASKERS = 16;
/** Of so many topics it knows what came last, of names and messages no longer than these. */
const MOST_TOPICS = 20_000;
const LONGEST_NAME = 512;
const LONGEST_KNOWN = 4096;

/**
 * Connects to a broker and calls `seen` for each message of the topics that `filters` take. In MQTT 3.1.1 a
 * live message does not say whether the broker keeps it, so each new topic is subscribed to once by its own
 * name: what is kept then comes again. Rejects with a BrokerFault when the broker cannot be used.
 */
export async function watchBroker(
  account: BrokerAccount,
  filters: readonly string[],
  seen: (message: SeenMessage) => void,
  signal?: AbortSignal,
): Promise<Watcher> {
  const watcher = new BrokerWatcher(account, filters, seen, signal);
  await watcher.begin();
  return watcher;
}

class BrokerWatcher implements Watcher {
  readonly failed: Promise<BrokerFault>;
  private readonly account: BrokerAccount;
  private readonly filters: readonly string[];
  private readonly seen: (message: SeenMessage) => void;
  private readonly signal: AbortSignal | undefined;
  private readonly latest = new Map<string, Buffer>();
  private readonly toAsk: string[] = [];
  private askers = 0;
  private isEnding = false;
  private connection: BrokerConnection | undefined = undefined;
  private fail: (fault: BrokerFault) => void = () => {};
  private breakDown: (error: unknown) => void = () => {};

  constructor(
    account: BrokerAccount,
    filters: readonly string[],
    seen: (message: SeenMessage) => void,
    signal: AbortSignal | undefined,
  ) {
    this.account = account;
    this.filters = filters;
    this.seen = seen;
    this.signal = signal;
    this.failed = new Promise<BrokerFault>((resolve, reject) => {
      this.fail = resolve;
      this.breakDown = reject;
    });
  }

  async begin(): Promise<void> {
    const first = await this.connected();
    this.connection = first;
    void this.follow(first);
  }

  readonly end = async (): Promise<void> => {
    this.isEnding = true;
    await this.connection?.end();
  };

  private async connected(): Promise<BrokerConnection> {
    const opened = await openConnection(this.account, { name: "watcher", signal: this.signal });
    opened.listen((message) => this.take(opened, message));
    try {
      await opened.subscribe(this.filters, 1);
      return opened;
    } catch (error) {
      await opened.end();
      throw error;
    }
  }

  private take(from: BrokerConnection, message: Delivered): void {
    const { latest } = this;
    const { topic, payload, retained } = message;
    const before = latest.get(topic);
    const isNew = before === undefined && latest.size < MOST_TOPICS && topic.length <= LONGEST_NAME;
    // A copy, for a part holds the whole.
    if (before !== undefined || isNew) latest.set(topic, Buffer.from(payload.subarray(0, LONGEST_KNOWN)));
    const again = retained && payload.length <= LONGEST_KNOWN && before?.equals(payload) === true;
    this.seen({ ...message, time: Date.now(), again });
    if (!isNew || retained) return;
    this.toAsk.push(topic);
    void this.askOn(from);
  }

  private async askOn(from: BrokerConnection): Promise<void> {
    if (this.askers === MOST_ASKERS) return;
    this.askers += 1;
    for (let topic = this.toAsk.shift(); topic !== undefined && !this.isEnding; topic = this.toAsk.shift())
      await this.askWhetherKept(from, topic);
    this.askers -= 1;
  }

  /** Never rejects: whoever asks goes on with the next topic. */
  private async askWhetherKept(from: BrokerConnection, topic: string): Promise<void> {
    try {
      await from.subscribe([topic], 1);
      await from.unsubscribe([topic]);
    } catch (error) {
      // What it may see by a wildcard and not by name it has seen; a connection that is gone is followed up
      // elsewhere.
      if (!(error instanceof BrokerFault)) this.breakDown(error);
      else if (error.kind === "silent" && !this.isEnding) this.fail(error);
    }
  }

  /** Comes back whenever the broker has closed the connection. */
  private async follow(first: BrokerConnection): Promise<void> {
    let connection = first;
    for (let short = 0; ; ) {
      const since = Date.now();
      const fault = await connection.lost;
      if (this.isEnding) return;
      short = Date.now() - since < SHORT_MS ? short + 1 : 0;
      if (fault.kind === "no broker") return this.fail(fault);
      if (short === MOST_SHORT)
        return this.fail(
          new BrokerFault(
            fault.where,
            "closed",
            `it has closed ${short} connections in a row, soon after each was made`,
          ),
        );
      const back = await this.comeBack();
      if (back === undefined) return;
      connection = back;
      if (this.isEnding) return connection.end();
    }
  }

  /** Tries until the broker is there again; `undefined` when the watcher ends meanwhile. */
  private async comeBack(): Promise<BrokerConnection | undefined> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      if (this.isEnding) return undefined;
      const opened = await this.connected().catch(() => undefined);
      if (opened === undefined) continue;
      this.connection = opened;
      return opened;
    }
  }
}
