// The log of messages that came to the broker, for tests to ask: each in order, with what came for the
// first time and what came again.
import type { Message } from "./message.ts";

export interface ReceivedMessage extends Message {
  /** The time, by the world's clock. */
  at: number;
  clientId: string;
  /** The connection that brought it, counted from 0. */
  connection: number;
  dup: boolean;
  /** Its packet identifier; undefined at QoS 0. */
  id: number | undefined;
}

export interface MessageLog {
  /**
   * The messages that the broker took over from clients, in order. At QoS 2 a message is taken over when it
   * is released, and once, however often its PUBLISH came.
   */
  received: ReceivedMessage[];
  /** Every PUBLISH that came, at QoS 2 too. */
  arrivals: ReceivedMessage[];
  /** The wills that were published. */
  wills: ReceivedMessage[];
  /** Payloads taken over on a topic, each once, in the order in which they came first. */
  firsts: (topic: string) => string[];
  /** Payloads taken over on a topic that had been taken over before. */
  repeats: (topic: string) => string[];
}

export function createMessageLog(): MessageLog {
  const received: ReceivedMessage[] = [];
  const payloadsOf = (topic: string) =>
    received.filter((message) => message.topic === topic).map(({ payload }) => payload);
  return {
    received,
    arrivals: [],
    wills: [],
    firsts: (topic) => [...new Set(payloadsOf(topic))],
    repeats(topic) {
      const seen = new Set<string>();
      return payloadsOf(topic).filter((payload) => seen.size === seen.add(payload).size);
    },
  };
}
