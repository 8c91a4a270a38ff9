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
/**
 * So many topics it asks about at a time: of thousands each would wait for the others, and the broker seem to
 * be silent.
 */
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
  const latest = new Map<string, Buffer>();
  const toAsk: string[] = [];
  let askers = 0;
  let isEnding = false;
  let fail: (fault: BrokerFault) => void = () => {};
  let breakDown: (error: unknown) => void = () => {};
  const failed = new Promise<BrokerFault>((resolve, reject) => {
    fail = resolve;
    breakDown = reject;
  });
  let connection = await connected();
  void follow();

  async function connected(): Promise<BrokerConnection> {
    const opened = await openConnection(account, { name: "watcher", signal });
    opened.listen((message) => take(opened, message));
    try {
      await opened.subscribe(filters, 1);
      return opened;
    } catch (error) {
      await opened.end();
      throw error;
    }
  }

  function take(from: BrokerConnection, message: Delivered): void {
    const { topic, payload, retained } = message;
    const before = latest.get(topic);
    const isNew = before === undefined && latest.size < MOST_TOPICS && topic.length <= LONGEST_NAME;
    // A copy, for a part holds the whole.
    if (before !== undefined || isNew) latest.set(topic, Buffer.from(payload.subarray(0, LONGEST_KNOWN)));
    const again = retained && payload.length <= LONGEST_KNOWN && before?.equals(payload) === true;
    seen({ ...message, time: Date.now(), again });
    if (!isNew || retained) return;
    toAsk.push(topic);
    void askOn(from);
  }

  async function askOn(from: BrokerConnection): Promise<void> {
    if (askers === MOST_ASKERS) return;
    askers += 1;
    for (let topic = toAsk.shift(); topic !== undefined && !isEnding; topic = toAsk.shift())
      await askWhetherKept(from, topic);
    askers -= 1;
  }

  /** Never rejects: whoever asks goes on with the next topic. */
  async function askWhetherKept(from: BrokerConnection, topic: string): Promise<void> {
    try {
      await from.subscribe([topic], 1);
      await from.unsubscribe([topic]);
    } catch (error) {
      // What it may see by a wildcard and not by name it has seen; a connection that is gone is followed up
      // elsewhere.
      if (!(error instanceof BrokerFault)) breakDown(error);
      else if (error.kind === "silent" && !isEnding) fail(error);
    }
  }

  /** Comes back whenever the broker has closed the connection. */
  async function follow(): Promise<void> {
    for (let short = 0; ; ) {
      const since = Date.now();
      const fault = await connection.lost;
      if (isEnding) return;
      short = Date.now() - since < SHORT_MS ? short + 1 : 0;
      if (fault.kind === "no broker") return fail(fault);
      if (short === MOST_SHORT)
        return fail(
          new BrokerFault(
            fault.where,
            "closed",
            `it has closed ${short} connections in a row, soon after each was made`,
          ),
        );
      for (let isBack = false; !isBack; ) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
        if (isEnding) return;
        isBack = await connected().then(
          (opened) => {
            connection = opened;
            return true;
          },
          () => false,
        );
      }
      if (isEnding) return connection.end();
    }
  }

  return {
    failed,
    end() {
      isEnding = true;
      return connection.end();
    },
  };
}
