// Messages that a broker keeps at some topics: it sends them to a new subscriber, and does not say when it
// has sent all. There may be more than this waits for or holds; then it says so.
import type { KeptMessage } from "../../../src/discovery/kept-announcements.ts";
import type { BrokerConnection, Delivered } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";

export interface KeptOptions {
  /** The longest that it may take. */
  seconds?: number;
  /** It has come, and nothing more is asked for. */
  isIt?: (message: KeptMessage) => boolean;
  /** The longest that nothing comes before it was all. */
  quiet?: number;
}

/** So long after the last one, or after the subscription, nothing more is to come. */
const QUIET_MS = 1000;
const KEPT_SECONDS = 60;
/** What is held of a broker at most, in characters of topics and payloads. */
const MOST_CHARACTERS = 256_000_000;
/** Brokers take so many filters at once, or more. */
const FILTERS_AT_ONCE = 100;

/** By a clock that nobody sets. */
function now(): number {
  return performance.now();
}

/** The messages that the broker keeps at these filters. Rejects with a BrokerFault. */
export async function keptMessages(
  connection: BrokerConnection,
  filters: readonly string[],
  { seconds = KEPT_SECONDS, isIt, quiet = QUIET_MS }: KeptOptions = {},
): Promise<KeptMessage[]> {
  const kept = new Map<string, string>();
  let characters = 0;
  let lastCame = now();
  let isFound = false;
  const isOver = now() + seconds * 1000;
  const take = ({ topic, payload, retained }: Delivered): void => {
    if (!retained || characters > MOST_CHARACTERS) return;
    const text = payload.toString();
    characters += topic.length + text.length;
    kept.set(topic, text);
    lastCame = now();
    isFound ||= isIt?.({ topic, payload: text }) === true;
    if (isFound) wake();
  };
  let wake = () => {};
  const bound = () => {
    if (characters > MOST_CHARACTERS) throw endless(`it keeps more than ${MOST_CHARACTERS} bytes there`);
    if (now() > isOver)
      throw endless(`it was still sending what it keeps after ${seconds} s, ${kept.size} messages by then`);
  };
  const deaf = connection.listen(take);
  try {
    for (const some of portions(filters)) {
      await connection.subscribe(some);
      bound();
    }
    lastCame = now();
    for (let left = quiet; left > 0 && !isFound; left = lastCame + quiet - now()) {
      bound();
      const pause = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, Math.max(1, isOver - now())));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      const fault = await Promise.race([pause, connection.lost]);
      if (fault !== undefined) throw fault;
      // A process that was not let run for a while wakes to its timer first, and to what has come meanwhile
      // after it.
      await new Promise((resolve) => setImmediate(resolve));
    }
    // What a broker that is busy was silent about comes before its answer to this.
    for (const some of portions(filters)) {
      await connection.unsubscribe(some);
      bound();
    }
  } finally {
    deaf();
  }
  return [...kept].map(([topic, payload]) => ({ topic, payload }));

  function endless(why: string): BrokerFault {
    return new BrokerFault(connection.where, "endless", why);
  }
}

/** What the broker keeps at one topic; `undefined` where it keeps nothing. */
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
