// The log of received messages, for tests: in order, with first and repeated arrivals.
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
   * The messages accepted from clients, in order. A QoS 2 message is accepted at its PUBREL, and once,
   * however often its PUBLISH arrived.
   */
  received: ReceivedMessage[];
  /** Every received PUBLISH, at QoS 2 too. */
  arrivals: ReceivedMessage[];
  /** The wills that were published. */
  wills: ReceivedMessage[];
  /** The payloads accepted on a topic, each once, in the order of first arrival. */
  firsts: (topic: string) => string[];
  /** The payloads accepted on a topic that had been accepted before. */
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
