// A client in Node for a program that is no device, such as an automation: the core's own client, with
// handlers for incoming messages and a promise for each outgoing one.

import type { Outcome } from "../mqtt/outcome.ts";
import type { Publication } from "../mqtt/publication.ts";
import type { Signal } from "./aborting.ts";
import { ClientFace } from "./face.ts";
import type { BrokerOffer } from "./faults/broker-offer.ts";
import { checkClient } from "./faults/option-faults.ts";
import type {
  HandlerOptions,
  MessagesOptions,
  NodeClientOptions,
  PublicationOptions,
  Qos,
  ReplyOptions,
  RequestOptions,
  SendOptions,
  StopOptions,
  SubscriptionOptions,
} from "./options.ts";
import { RunningClient } from "./running-client.ts";
import type { SentMessage } from "./sends/send-record.ts";
import type { ClientState } from "./state.ts";
import type { NodeMessage, NodePart } from "./subscriptions/message.ts";
import type { Payload } from "./text.ts";
import type { ClientWorld } from "./transport/client-world.ts";

/** Counts of a client since its start. */
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
  /** Messages that no subscription takes, as of a kept session. The first one is named in the log. */
  untaken: number;
  /** Messages that a loop over `messages()` was too slow for. */
  unread: number;
  /** Answers to requests that were answered before, and to those that were given up. */
  repeatedAnswers: number;
  lateAnswers: number;
}

/**
 * `Symbol.asyncDispose` where the program's TypeScript knows it: `await using client = ...` stops the client.
 */
type Disposal = {
  [Key in SymbolConstructor extends { readonly asyncDispose: infer Key extends symbol }
    ? Key
    : never]: () => Promise<void>;
};

export interface NodeClient extends Disposal {
  isConnected: () => boolean;
  /** Where it stands now; `stateChanged` is called after each change. */
  readonly state: ClientState;
  /**
   * Resolves once the client is connected, now if it is: has the broker kept its session? Rejects with a
   * `ConnectionError` when the client ends before, and with the signal's reason.
   */
  untilConnected: (options?: { signal?: Signal }) => Promise<boolean>;
  /**
   * Authenticates again on the standing connection, by the option `authentication` (MQTT 5.0, 4.12.1), for
   * example before a token expires. Resolves once the broker has accepted and has proven itself; messages go
   * on meanwhile. If either refuses, or does not answer within 10 seconds, the connection ends, and the
   * promise rejects with its `ConnectionError`, as it does without a connection. A second call joins the
   * first.
   */
  reauthenticate: () => Promise<void>;
  counters: () => NodeCounters;
  /**
   * The offer of the newest connection's broker, as MQTT 5.0 has it; undefined before the first one, and in
   * MQTT 3.1.1.
   */
  brokerOffer: () => BrokerOffer | undefined;
  /**
   * Calls `taken` with each message that matches `filter`, through every connection. "+" and "#" are its
   * wildcards, and brokers that know "$share/group/..." share its messages among the group. A second call for
   * a filter replaces its handler. Throws when the filter has a fault, which the error names. You need the
   * promise only to know the outcome: it resolves with the QoS that the broker has granted, for several
   * filters with each, and rejects with a `SubscriptionError` when the broker refuses one.
   */
  subscribe: Subscribing<NodeMessage, HandlerOptions>;
  /**
   * As `subscribe`, for payloads of any length: those longer than a packet may be come in parts, the others
   * in one.
   */
  subscribeInParts: Subscribing<NodePart, SubscriptionOptions>;
  /**
   * Subscribes, and gives the messages one after the other to a loop, `for await (const message of
   * client.messages("home/#"))`. Leaving the loop ends the subscription; the loop ends when the client does,
   * or another subscription takes its filter.
   */
  messages: (filter: string, options?: MessagesOptions) => AsyncIterableIterator<NodeMessage>;
  /**
   * Ends the subscription to `filter`, or to each of several; in a session that the broker keeps, also a
   * subscription of an earlier client with this id. The promise resolves when the broker no longer has it,
   * and rejects with a `SubscriptionError` when a broker of MQTT 5.0 refuses to end it: then its messages
   * still come, and no handler takes them.
   */
  unsubscribe: (filter: string | readonly string[]) => Promise<void>;
  /**
   * Prepares publishing to a topic; call it once a topic. Throws when the topic or an option has a fault,
   * which the error names.
   */
  prepare: (topic: string, options?: PublicationOptions) => Publication;
  /**
   * Publishes a payload, text or bytes, and resolves with its packet identifier when its handshake is
   * complete: acknowledged at QoS 1 and 2, handed to the link at QoS 0; where connections ended with such a
   * message at QoS 0, once the broker has read on after it, and when three in a row have (six with fewer
   * than 128 bytes) it is refused. Lost links and brokers that are away only make it later; `await` it, and
   * no more wait than you have asked for. Rejects with a `SendError` when it is refused or dropped, and when
   * the client ends before the broker has it; with a sentence when the topic, the payload or an option has a
   * fault. More than 64 kB of bytes are not copied, unless there is a signal or a store: leave them as they
   * are until the promise is settled, which at QoS 0 waits for them to leave.
   */
  send: (topic: string, payload: Payload, options?: SendOptions) => Promise<SentMessage>;
  /**
   * Sends a request, and resolves with its answer: a message that `reply()` or another client has sent to
   * `answers/<id>` with its correlation data (MQTT 5.0), or for a request to
   * `requests/<id>/<request>/<topic>` to `answers/<id>/<request>` (3.1.1). In `<id>` stand %25, %2F, %2B and
   * %23 for %, /, + and #. Rejects with a `RequestError` when no answer comes in time, when 1,000 wait
   * already, and when the client ends; as `send()` when the request is not sent.
   */
  request: (topic: string, payload: Payload, options?: RequestOptions) => Promise<NodeMessage>;
  /**
   * Answers each request that `filter` takes, and those of MQTT 3.1.1 whose own topic it takes, with what
   * `answer` returns, now or by a promise; nothing for `undefined`, for a message that wants no answer, and
   * for one that the broker had kept. `dropped` names an answer that cannot be sent, is wanted elsewhere than
   * below `answers/`, or comes while 10,000 of them, or 16 MB, wait to be taken. Resolves and rejects as
   * `subscribe()` to what brings requests of the client's own version.
   */
  reply: (filter: string, answer: Answering, options?: Qos | ReplyOptions) => Promise<Qos>;
  /**
   * Publishes text or bytes. Never waits; returns its promise, or the reason why it is refused. Throws only
   * for a payload that is neither, and for a publication that this client has not prepared. Half of a
   * character, where a text was cut, goes out as U+FFFD.
   */
  publish: (publication: Publication, payload: Payload) => Outcome;
  /**
   * Ends orderly: what is kept goes out and is acknowledged, for at most `withinMs` (default 5,000),
   * "offline" is published, the stream closes, `done` is called in a later turn, and the promise resolves.
   * From now on a publish is refused. In MQTT 5.0 `stop({ reason, sessionExpiry })` says why, and for how
   * long the broker keeps the session.
   */
  stop: (done?: (() => void) | StopOptions, withinMs?: number) => Promise<void>;
  /** Ends as by a power cut: the broker speaks the will. */
  kill: () => void;
}

/** The function that answers a request. */
export type Answering = (request: NodeMessage) => Payload | undefined | Promise<Payload | undefined>;

interface Subscribing<Taken, Options> {
  /** `options`: the highest QoS of the messages, 1 by default, or a record with more. */
  (filter: string, taken: (what: Taken) => unknown, options?: Qos | Options): Promise<Qos>;
  (filters: readonly string[], taken: (what: Taken) => unknown, options?: Qos | Options): Promise<Qos[]>;
}

/**
 * Starts a client in `world` now: it connects, and reconnects whenever it has lost the broker. Throws when an
 * option is unknown or out of its range; the error says which.
 */
export function startNodeClient(world: ClientWorld, options: NodeClientOptions): NodeClient {
  checkClient(world, options);
  return new ClientFace(new RunningClient(world, options));
}
