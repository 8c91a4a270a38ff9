// Retained messages: the newest of each topic, and which of them a new subscription is given (MQTT 3.1.1, 3.3.1.3).
import { takes } from "./filters.ts";
import { hasEnded, type Message, weightOf } from "./message.ts";
import type { Stock } from "./stock.ts";

export interface Retained {
  /** Keeps a message that asks for it, where there is room; one without a payload takes the topic's away [MQTT-3.3.1-10]. */
  put: (message: Message) => void;
  get: (topic: string) => Message | undefined;
  /** Those that a filter takes, in the order in which their topics were first kept. */
  matching: (filter: string) => Message[];
  /** How many messages `matching` has to look at for this filter. */
  effort: (filter: string) => number;
  clear: () => void;
}

/** At most `most` topics have one. */
export function createRetained(stock: Stock, most: number, now: () => number): Retained {
  const kept = new Map<string, Message>();
  const isPattern = (filter: string) => /[+#]/.test(filter);

  function forget(topic: string): void {
    const message = kept.get(topic);
    if (message === undefined) return;
    stock.give(weightOf(message));
    kept.delete(topic);
  }

  function current(topic: string): Message | undefined {
    const message = kept.get(topic);
    if (message !== undefined && hasEnded(message, now())) forget(topic);
    return kept.get(topic);
  }

  return {
    put(message) {
      const { topic, payload, retain } = message;
      if (!retain) return;
      const before = kept.get(topic);
      if (before !== undefined) stock.give(weightOf(before));
      const hasRoom = payload !== "" && (before !== undefined || kept.size < most);
      if (hasRoom && stock.take(weightOf(message))) kept.set(topic, message);
      else kept.delete(topic);
    },
    get: current,
    matching(filter) {
      const topics = isPattern(filter) ? [...kept.keys()].filter((topic) => takes(filter, topic)) : [filter];
      return topics.flatMap((topic) => current(topic) ?? []);
    },
    effort: (filter) => (isPattern(filter) ? kept.size : 1),
    clear() {
      for (const topic of [...kept.keys()]) forget(topic);
    },
  };
}
