// Messages of a program at QoS 0, which no broker answers, and one that ends each connection: in MQTT 3.1.1 a
// packet above the broker's limit, in both versions a topic or a retained message that it does not allow.
//
// The topics of what was written within ten seconds before the broker ends a connection are suspects, and so
// is the length of a long one. From then on the next connection shows first that it carries, by a PINGRESP,
// and a message of theirs is tried: it goes out with a PINGREQ after it, which is answered, or the
// connection ends. When three connections in a row have ended with it, six with a short one, such messages
// are refused, until the broker may be another. A length is of all topics when messages of two of them showed
// it.
import { elapsed } from "../../bytes/milliseconds.ts";
import { forgetKicks } from "../../mqtt/backoff.ts";
import type { Client } from "../../mqtt/client.ts";
import { ANSWER_MS, isConnected } from "../../mqtt/connection-state.ts";
import { DROPPED_UNTAKEN, drop } from "../../mqtt/dropped.ts";
import { isNarrowed } from "../../mqtt/in-flight.ts";
import { isPinging, ping } from "../../mqtt/keep-alive.ts";
import { type Publication, topicOf } from "../../mqtt/publication.ts";
import { Suspicions } from "./suspicions.ts";

/** The most messages of one connection that are remembered. */
const MOST_WRITTEN = 64;
/** A broker that ends the connection within this time after a message may do so for the message. */
const SOON_MS = 10_000;

interface Written {
  publication: Publication;
  /** Of topic and payload. */
  bytes: number;
  at: number;
}

/**
 * Nothing is asked; or whether the connection carries, which it has then shown; or whether the broker has
 * read on after a message.
 */
type Stage = "calm" | "sign" | "carries" | "verdict";

export class Unanswered {
  /** The reason why a message is dropped, while the client reports it. */
  why = "";
  private readonly client: Client;
  private readonly wakeIn: (ms: number) => void;
  private readonly suspicions = new Suspicions();
  /** The newest messages of this connection, in a circle. */
  private written: Written[] = [];
  private next = 0;
  private stage: Stage = "calm";
  private tried: Written | undefined = undefined;
  /** The time of the PINGREQ, and the number of answers before it. */
  private askedAt = 0;
  private answers = 0;
  private broker = "";

  constructor(client: Client, wakeIn: (ms: number) => void) {
    this.client = client;
    this.wakeIn = wakeIn;
  }

  /** Is no message suspected? */
  isCalm(): boolean {
    return this.suspicions.isEmpty();
  }

  /** The reason why such messages are refused, in words; "" where they are not. */
  refusal(publication: Publication, payloadBytes: number): string {
    if (this.suspicions.isEmpty()) return "";
    return this.suspicions.refusal(topicOf(publication), publication.topicBytes + payloadBytes);
  }

  /**
   * May it go out now? Otherwise the connection must first show that it carries, or another message is being
   * tried.
   */
  mayGo(publication: Publication, payloadBytes: number): boolean {
    const { client, suspicions } = this;
    if (suspicions.isEmpty() || !isConnected(client)) return true;
    if (!suspicions.has(topicOf(publication), publication.topicBytes + payloadBytes)) return true;
    this.look();
    return this.stage === "carries" || suspicions.isEmpty();
  }

  /** It is on the link. Is it being tried? Then it is until `isTried` says otherwise, or it is dropped. */
  wrote(publication: Publication, payloadBytes: number): boolean {
    const { client, suspicions } = this;
    const bytes = publication.topicBytes + payloadBytes;
    const written = { publication, bytes, at: client.instant };
    this.written[this.next] = written;
    this.next = (this.next + 1) % MOST_WRITTEN;
    if (suspicions.isEmpty() || !suspicions.has(topicOf(publication), bytes)) return false;
    this.tried = written;
    this.ask("verdict");
    return true;
  }

  isTried(publication: Publication): boolean {
    return this.tried?.publication === publication;
  }

  /** Something has come, or time has passed. */
  look(): void {
    const { client, tried, suspicions } = this;
    if (suspicions.isEmpty() || this.stage === "carries") return;
    if (this.stage === "calm") {
      // Other trials, of messages that are acknowledged, go by PINGRESP too.
      if (isConnected(client) && !isPinging(client) && !isNarrowed(client)) this.ask("sign");
      return;
    }
    if (client.keepAlive.answers === this.answers) {
      if (elapsed(client.instant, this.askedAt) < ANSWER_MS) return;
      // Nothing can be found out here.
      suspicions.clear();
      this.stage = "calm";
    } else {
      if (tried !== undefined) suspicions.acquit(topicOf(tried.publication), tried.bytes);
      this.stage = "carries";
    }
    this.tried = undefined;
  }

  /** The broker has ended the connection. */
  ended(): void {
    const { client, tried, suspicions } = this;
    if (tried !== undefined) this.look();
    const isOn = tried !== undefined && this.tried === tried;
    const soon = this.written.filter(({ at }) => elapsed(client.instant, at) < SOON_MS);
    this.forgetConnection();
    for (const { publication, bytes } of soon) suspicions.begin(topicOf(publication), bytes);
    if (!isOn) return;
    // The end of the connection has its reason, and the next one comes soon.
    forgetKicks(client);
    this.why = suspicions.count(topicOf(tried.publication), tried.bytes);
    drop(client, tried.publication, DROPPED_UNTAKEN);
    this.why = "";
  }

  /** One connection says nothing about the next. */
  forgetConnection(): void {
    this.written = [];
    this.next = 0;
    this.tried = undefined;
    this.stage = "calm";
  }

  /** The broker may be another than the one that ended connections. */
  forgetBroker(): void {
    this.suspicions.clear();
  }

  /** The next connection goes to this broker. */
  goTo(broker: string): void {
    if (broker !== this.broker) this.forgetBroker();
    this.broker = broker;
  }

  private ask(stage: Stage): void {
    const { client } = this;
    this.stage = stage;
    this.askedAt = client.instant;
    this.answers = client.keepAlive.answers;
    ping(client);
    this.wakeIn(ANSWER_MS);
  }
}
