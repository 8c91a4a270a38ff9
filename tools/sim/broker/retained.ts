// Retained messages: the newest of each topic, and which of them a new subscription is given (MQTT 3.1.1, 3.3.1.3).
import { takes } from "./filters.ts";
import type { Message } from "./message.ts";

export interface Retained {
  /** Keeps a message that asks for it; one without a payload takes the topic's away [MQTT-3.3.1-10]. */
  put: (message: Message) => void;
  get: (topic: string) => Message | undefined;
  /** Those that a filter takes, in the order in which their topics were first kept. */
  matching: (filter: string) => Message[];
  clear: () => void;
}

export function createRetained(): Retained {
  const kept = new Map<string, Message>();
  return {
    put(message) {
      if (!message.retain) return;
      if (message.payload === "") kept.delete(message.topic);
      else kept.set(message.topic, message);
    },
    get: (topic) => kept.get(topic),
    matching: (filter) => [...kept.values()].filter(({ topic }) => takes(filter, topic)),
    clear: () => kept.clear(),
  };
}
