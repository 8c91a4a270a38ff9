// The history of a device's sensor, as a program reads it: messages of several readings, each with its time.
// At QoS 1 a message may come twice: a reading that has come already is passed over.
import type { NodeClient } from "./client.ts";
import type { NodeMessage } from "./subscriptions/message.ts";

/** One reading of a history. */
export interface HistoryReading {
  /** When it was measured, to the second. */
  time: Date;
  /** As the sensor publishes it: a number, or a word of its states. */
  value: number | string;
  /** The topic of the history that it came in: "home/freezer-0a1b2c/temperature/history". */
  topic: string;
}

/** A message that comes again comes soon: of so many readings of a topic the times are remembered. */
const MOST_REMEMBERED = 10_000;
const LAST_LEVEL = "/history";

/**
 * The readings of a sensor's history in order, each once, also those of an outage, as they come: `for await
 * (const { time, value } of readHistory(client, "home/freezer-0a1b2c/temperature"))`. The topic is the
 * sensor's; with wildcards those of each sensor are in order. With a persistent session the broker keeps what
 * comes while the program is away. Leaving the loop ends the subscription. Throws for a topic that has a
 * fault, as `client.messages()` does.
 */
export function readHistory(client: NodeClient, topic: string): AsyncIterableIterator<HistoryReading> {
  const filter = topic.endsWith(LAST_LEVEL) ? topic : topic + LAST_LEVEL;
  // At once, and not with the first reading that is asked for: a kept session brings what it has.
  return readingsOf(client.messages(filter, { qos: 1 }));
}

async function* readingsOf(messages: AsyncIterable<NodeMessage>): AsyncIterableIterator<HistoryReading> {
  const fresh = createFresh();
  for await (const { topic, payload } of messages) yield* fresh(topic, payload);
}

/**
 * Takes the messages of histories, and gives of each what has not come yet; nothing of what is no history.
 */
export function createFresh(): (topic: string, payload: string) => HistoryReading[] {
  const remembered = new Map<string, Set<number>>();
  return (topic, payload) => {
    const seen = remembered.get(topic) ?? new Set();
    remembered.set(topic, seen);
    return readingsIn(payload).flatMap(([seconds, value]) => {
      // A state that has no word is no value.
      if (value === null || seen.has(seconds)) return [];
      seen.add(seconds);
      if (seen.size > MOST_REMEMBERED) seen.delete(seen.values().next().value ?? seconds);
      return [{ time: new Date(seconds * 1000), value, topic }];
    });
  };
}

type Pair = readonly [seconds: number, value: number | string | null];

/** Of "[[1796000000,21.5],[1796000060,21.4]]"; none of another text. */
function readingsIn(payload: string): Pair[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload);
  } catch {
    return [];
  }
  return Array.isArray(parsed) && parsed.every(isReading) ? parsed : [];
}

/** Is a payload one of a history? */
export function isHistory(payload: string): boolean {
  return readingsIn(payload).length > 0;
}

function isReading(pair: unknown): pair is Pair {
  if (!Array.isArray(pair) || pair.length !== 2) return false;
  const [seconds, value] = pair as unknown[];
  if (!Number.isSafeInteger(seconds)) return false;
  return value === null || typeof value === "number" || typeof value === "string";
}
