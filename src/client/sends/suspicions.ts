// Messages at QoS 0 that may have ended connections: their topics, and a length.
import { LEAST_UNTAKEN_BYTES, NO_LIMIT } from "../../mqtt/broker-packet-limit.ts";

/**
 * Connections in a row that such a message must end; more for a short one, because broken links end with one
 * more often.
 */
const MOST_ENDS = 3;
const MOST_ENDS_OF_SHORT = 6;
/** The most topics that are remembered. */
const MOST_TOPICS = 64;
/** In place of a topic, for long messages: any topic. */
const ANY = "";

interface Suspicion {
  /**
   * Bytes of topic and payload of the longest message at the first end; and of the shortest that was tried
   * and ended the connection.
   */
  first: number;
  least: number;
  /** The same of the longest that was tried and did not end it. */
  taken: number;
  ends: number;
  /**
   * Is it a suspicion of long messages on any topic? Then it is sure only when messages of several topics
   * have shown it.
   */
  isOfAny: boolean;
  /** The topic of the newest end; were there others? */
  topic: string;
  isOfSeveral: boolean;
}

export class Suspicions {
  private readonly all = new Map<string, Suspicion>();

  isEmpty(): boolean {
    return this.all.size === 0;
  }

  clear(): void {
    this.all.clear();
  }

  /** Does such a message have to be tried? */
  has(topic: string, bytes: number): boolean {
    return this.of(topic, bytes).length > 0;
  }

  /** The reason why such messages are refused; "" where they are not. */
  refusal(topic: string, bytes: number): string {
    const sure = this.of(topic, bytes).find((suspicion) => isSure(suspicion) && bytes >= suspicion.least);
    return sure === undefined
      ? ""
      : endsWords(sure.ends, sure.isOfAny ? "messages as long" : "messages of its topic");
  }

  /** The message was out, perhaps with others, when the broker ended the connection. */
  begin(topic: string, bytes: number): void {
    for (const key of keysOf(topic, bytes)) {
      const known = this.all.get(key);
      if (known !== undefined) {
        known.first = Math.max(known.first, bytes);
        continue;
      }
      if (this.all.size >= MOST_TOPICS) this.all.delete(this.all.keys().next().value as string);
      this.all.set(key, {
        first: bytes,
        least: NO_LIMIT,
        taken: 0,
        ends: 1,
        isOfAny: key === ANY,
        topic: "",
        isOfSeveral: false,
      });
    }
  }

  /** The message was tried, and the connection has ended. Returns that in words. */
  count(topic: string, bytes: number): string {
    let most = 0;
    for (const suspicion of this.of(topic, bytes)) {
      suspicion.ends += 1;
      suspicion.least = Math.min(suspicion.least, bytes);
      suspicion.isOfSeveral ||= suspicion.topic !== "" && suspicion.topic !== topic;
      suspicion.topic = topic;
      most = Math.max(most, suspicion.ends);
    }
    return endsWords(most, "it");
  }

  /** The message was tried, and the broker has read on after it. */
  acquit(topic: string, bytes: number): void {
    for (const key of keysOf(topic, bytes)) {
      const suspicion = this.all.get(key);
      if (suspicion === undefined) continue;
      suspicion.taken = Math.max(suspicion.taken, bytes);
      if (bytes >= (suspicion.least === NO_LIMIT ? suspicion.first : suspicion.least)) this.all.delete(key);
    }
  }

  private of(topic: string, bytes: number): Suspicion[] {
    const found: Suspicion[] = [];
    for (const key of keysOf(topic, bytes)) {
      const suspicion = this.all.get(key);
      if (suspicion !== undefined && bytes > suspicion.taken) found.push(suspicion);
    }
    return found;
  }
}

function keysOf(topic: string, bytes: number): string[] {
  return bytes >= LEAST_UNTAKEN_BYTES ? [topic, ANY] : [topic];
}

function isSure({ ends, least, isOfAny, isOfSeveral }: Suspicion): boolean {
  const most = least >= LEAST_UNTAKEN_BYTES ? MOST_ENDS : MOST_ENDS_OF_SHORT;
  return ends >= most && (isOfSeveral || !isOfAny);
}

function endsWords(ends: number, what: string): string {
  return `${ends} connections in a row ended when ${what} came`;
}
