// A client in Node for a program that is no device, such as an automation: the core's own client, with handlers for what
// it hears and the outcome of what it says.
import { type ClientLimits, CONNECTED } from "../../mqtt/client.ts";
import type { Outcome } from "../../mqtt/outbox.ts";
import { type Overflow, type Publication, prepare } from "../../mqtt/publication.ts";
import { STOP_MS } from "../../runtime/stopping.ts";
import {
  checkClient,
  checkFilter,
  checkPayload,
  checkPublication,
  checkQos2,
  checkStop,
  checkSubscription,
} from "./client-faults.ts";
import { RunningClient } from "./running-client.ts";
import { inOnePiece, inParts } from "./subscribers.ts";
import { bytesOf } from "./text.ts";
import type { World } from "./world.ts";

export interface NodeClientOptions {
  /** The client identifier. Two clients with one throw each other out. */
  id: string;
  /** The broker, or several with commas between ("a,b:1884"), which are tried in turn. `port` is 1883, with `tls` 8883, unless it says otherwise. */
  host: string;
  port?: number;
  tls?: boolean;
  user?: string;
  /** The password; goes only with a user. */
  secret?: string;
  /** Seconds of silence after which the broker gives the client up: 10 to 65,535, or 0 for never. Default 60. */
  keepAlive?: number;
  /**
   * The topic that says "online" while the client is connected and "offline" when it is not, retained: by a message after
   * each connect, by the will, and before an orderly end. A will that the broker speaks too late is corrected. None by default.
   */
  status?: string;
  /**
   * "clean": what is said while the client is away is not for it, and a message at QoS 2 whose link is lost half-way may come
   * twice. "persistent": the broker keeps the session, and with it what is said meanwhile (QoS 1 and 2). Default: "clean" until
   * the client first uses QoS 2, to publish or to hear, and "persistent" from then on; a connection that stands is made anew.
   */
  session?: "clean" | "persistent";
  /**
   * How much it holds. `packetBytes`: the longest packet that it takes, 16 to 268,435,460 bytes (default), which is all that MQTT
   * allows; a longer message is passed over, told and counted. `slots` and `bytes`: messages, and bytes of theirs, that wait
   * at QoS 1 and 2; default 64 and 16,384, and no payload may be longer than `bytes`. `linkBytes`: bytes that the stream is
   * handed before it has drained, default 65,536.
   */
  limits?: Partial<ClientLimits>;
  /**
   * Told, in a later turn, of each connection that the broker has accepted. `sessionKept`: it has gone on with the session of
   * before; if not, what it had for this client is gone, and what this client had under way goes out as new.
   */
  connected?: (sessionKept: boolean) => void;
  /** Told, in a later turn, of each kept message that a policy has dropped: its topic, and why in words. It may publish. */
  dropped?: (topic: string, why: string) => void;
  /**
   * Told, in a later turn, of each message that is passed over because its packet of so many bytes is longer than
   * `limits.packetBytes`; the topic is "" where that alone is longer. At QoS 1 and 2 the broker is answered all the same, or it
   * would send the message for ever.
   */
  skipped?: (topic: string, bytes: number) => void;
  /** Told, in a later turn, of each subscription that the broker refuses: nothing comes by it. */
  subscriptionRefused?: (filter: string) => void;
  /** Told, in a later turn, of each subscription that the broker grants a lower QoS than was asked for. */
  qosLowered?: (filter: string, asked: Qos, granted: Qos) => void;
}

export type Qos = 0 | 1 | 2;

/** A piece of a payload that is longer than `limits.packetBytes`. */
export interface NodePart {
  topic: string;
  /** One character a byte. */
  bytes: string;
  /** Where it stands in the payload. 0 begins a message, also when the one before broke off. */
  at: number;
  /** Bytes of the whole payload. */
  of: number;
}

/** What comes in. */
export interface NodeMessage {
  topic: string;
  /** As text; bytes that are no UTF-8 come one character a byte. */
  payload: string;
  /** The broker had kept it from before the subscription. */
  retained: boolean;
}

export interface PublicationOptions {
  /**
   * 0 (default): handed to the link, or refused. 1: kept until the broker has acknowledged it. 2: the same, exactly once as
   * long as the broker keeps the session.
   */
  qos?: Qos;
  /** The broker keeps it for whoever subscribes later. No (default). */
  retain?: boolean;
  /** When the ring is full (QoS 1 and 2): "oldest" (default), "latest", "thin" or "reject". */
  overflow?: Overflow;
  /** Who goes first when the ring is full: "low", "normal" (default) or "high". */
  priority?: "low" | "normal" | "high";
  /** Milliseconds after which a message that was not sent yet is dropped; 0 (default): never. At most twelve days. */
  deadline?: number;
}

/** What a client has counted since it was started. */
export interface NodeCounters {
  /** Connections that the broker has accepted. */
  connects: number;
  /** Publishes that were refused. */
  refused: number;
  /** Kept messages that a policy has dropped. */
  dropped: number;
  /** Messages that went out once more in a new session, and may have come twice. */
  repeated: number;
  /** Messages that came and were longer than `limits.packetBytes`. */
  skipped: number;
}

export interface NodeClient {
  isConnected: () => boolean;
  counters: () => NodeCounters;
  /**
   * Calls `taken` with each message that `filter` takes, through every connection; "+" and "#" are its wildcards, and brokers
   * that know "$share/group/..." share its messages among the group. Asking again for a filter replaces its handler. Throws
   * when the filter has a fault, which it says.
   */
  subscribe: (filter: string, taken: (message: NodeMessage) => void, qos?: Qos) => void;
  /** As `subscribe`, for payloads of any length: those that are longer than a packet may be come in parts, the others in one. */
  subscribeInParts: (filter: string, taken: (part: NodePart) => void, qos?: Qos) => void;
  /** Ends the subscription to `filter`. */
  unsubscribe: (filter: string) => void;
  /** Prepares publishing to a topic; do it once a topic. Throws when the topic or an option has a fault, which it says. */
  prepare: (topic: string, options?: PublicationOptions) => Publication;
  /**
   * Publishes text. Never waits; says what it promises, or why it is refused. Throws only for a payload that is no text, and
   * for what this client has not prepared. Half of a character, where a text was cut, goes out as U+FFFD.
   */
  publish: (publication: Publication, payload: string) => Outcome;
  /**
   * Ends orderly: what is kept goes out and is acknowledged, for at most `withinMs` (default 5,000), "offline" is published,
   * the stream closes, and `done` is called in a later turn. From now on a publish is refused.
   */
  stop: (done: () => void, withinMs?: number) => void;
  /** Ends as by a power cut: the broker speaks the will. */
  kill: () => void;
}

/** Its bytes and its place in the ring are those of one client. */
const NOT_PREPARED =
  'publish() takes what prepare() of the same client has given: const news = client.prepare("home/news"), once a topic.';

/** In the order of `LOW_PRIORITY` to `HIGH_PRIORITY` (mqtt/publication.ts). */
const PRIORITIES = ["low", "normal", "high"];

/**
 * Starts a client in `world` now: it connects, and comes back whenever it has lost the broker. Throws when an option is not
 * one, or out of its range, which it says.
 */
export function startNodeClient(world: World, options: NodeClientOptions): NodeClient {
  checkClient(world, options);
  const running = new RunningClient(world, options);
  const prepared = new WeakSet<Publication>();
  const useQos2 = () => {
    checkQos2(options);
    running.keepSession();
  };
  return {
    isConnected: () => running.client.state === CONNECTED,
    counters: () => running.counters(),
    subscribe(filter, taken, qos = 1) {
      checkSubscription(filter, taken, qos);
      if (qos === 2) useQos2();
      running.subscribe(filter, inOnePiece(taken), qos);
    },
    subscribeInParts(filter, taken, qos = 1) {
      checkSubscription(filter, taken, qos);
      if (qos === 2) useQos2();
      running.subscribe(filter, inParts(taken), qos);
    },
    unsubscribe(filter) {
      checkFilter(filter);
      running.unsubscribe(filter);
    },
    prepare(topic, options = {}) {
      checkPublication(topic, options);
      if (options.qos === 2) useQos2();
      const { qos = 0, retain = false, overflow = "oldest", priority = "normal", deadline = 0 } = options;
      const publication = prepare(bytesOf(topic), qos, retain, overflow);
      publication.priority = PRIORITIES.indexOf(priority);
      publication.deadline = deadline;
      prepared.add(publication);
      return publication;
    },
    publish(publication, payload) {
      if (!prepared.has(publication)) throw new Error(NOT_PREPARED);
      checkPayload(payload);
      return running.publish(publication, payload);
    },
    stop(done, withinMs = STOP_MS) {
      checkStop(done, withinMs);
      running.stop(done, withinMs);
    },
    kill: () => running.kill(),
  };
}
