// The functions of a program's client in Node: each checks its arguments, and passes
// them to the running client.
import { isConnected } from "../mqtt/connection-state.ts";
import type { Outcome } from "../mqtt/outcome.ts";
import { speaks5 } from "../mqtt/protocol.ts";
import { carryProperties, expireAfter, type Publication, prepare, prioritize } from "../mqtt/publication.ts";
import { STOP_MS } from "../mqtt/stop-time.ts";
import type { Subscriber } from "../mqtt/subscriptions.ts";
import type { Signal } from "./aborting.ts";
import type { Answering, NodeClient, NodeCounters } from "./client.ts";
import { type BrokerOffer, offerOf } from "./faults/broker-offer.ts";
import {
  checkFilters,
  checkMessages,
  checkParts,
  checkPayload,
  checkPublication,
  checkReply,
  checkRequest,
  checkSend,
  checkStop,
  checkSubscription,
  checkWait,
} from "./faults/call-faults.ts";
import { propertyBytes } from "./message-properties.ts";
import type {
  HandlerOptions,
  MessagesOptions,
  PublicationOptions,
  Qos,
  ReplyOptions,
  RequestOptions,
  SendOptions,
  StopOptions,
  SubscriptionOptions,
} from "./options.ts";
import type { RunningClient } from "./running-client.ts";
import { limited } from "./sends/long-deadline.ts";
import { isSimple } from "./sends/prepared-topics.ts";
import type { SentMessage } from "./sends/send-record.ts";
import { type ClientState, stateOf } from "./state.ts";
import { onceResolved } from "./subscriptions/late-handlers.ts";
import type { NodeMessage, NodePart } from "./subscriptions/message.ts";
import { inParts } from "./subscriptions/subscribers.ts";
import { isAcknowledgedLate, qosOf } from "./subscriptions/subscription-options.ts";
import { toldOf } from "./subscriptions/told-handlers.ts";
import { bytesOf, type Payload } from "./text.ts";

/** The bytes of a publication, and its place in the ring, belong to one client. */
const NOT_PREPARED =
  'publish() takes what prepare() of the same client has given: const news = client.prepare("home/news"), once a topic.';

/** Messages that wait for the reader of a loop, unless it says otherwise. */
const MOST_MESSAGES = 1000;

/** In the order of `LOW_PRIORITY` to `HIGH_PRIORITY` (mqtt/publication.ts). */
const PRIORITIES = ["low", "normal", "high"];

/** The client that prepared each publication. */
const preparedBy = new WeakMap<Publication, ClientFace>();

type Filters = string | readonly string[];
type Wanted = Qos | SubscriptionOptions;
type WantedOfHandler = Qos | HandlerOptions;
type Handler = (message: NodeMessage) => unknown;

/** A process may have thousands: the functions belong to the class, and a client has only its own state. */
export class ClientFace implements NodeClient {
  private readonly running: RunningClient;

  constructor(running: RunningClient) {
    this.running = running;
  }

  isConnected(): boolean {
    return isConnected(this.running.client);
  }

  get state(): ClientState {
    return stateOf(this.running.client);
  }

  untilConnected(options: { signal?: Signal } = {}): Promise<boolean> {
    checkWait(options);
    return this.running.untilConnected(options.signal);
  }

  async reauthenticate(): Promise<void> {
    await this.running.reauthenticate();
  }

  counters(): NodeCounters {
    return this.running.counters();
  }

  brokerOffer(): BrokerOffer | undefined {
    const { connection, protocol } = this.running.client;
    return this.isVersion5() && connection.connects > 0 ? offerOf(protocol.terms) : undefined;
  }

  subscribe(filter: string, taken: Handler, options?: WantedOfHandler): Promise<Qos>;
  subscribe(filters: readonly string[], taken: Handler, options?: WantedOfHandler): Promise<Qos[]>;
  subscribe(filters: Filters, taken: Handler, options: WantedOfHandler = {}): Promise<Qos | Qos[]> {
    checkSubscription(filters, taken, options, this.isVersion5());
    const subscriber = isAcknowledgedLate(options)
      ? onceResolved(taken, this.running)
      : toldOf(taken, this.running);
    return this.subscribed(filters, subscriber, options);
  }

  subscribeInParts(filter: string, taken: (part: NodePart) => void, options?: Wanted): Promise<Qos>;
  subscribeInParts(
    filters: readonly string[],
    taken: (part: NodePart) => void,
    options?: Wanted,
  ): Promise<Qos[]>;
  subscribeInParts(
    filters: Filters,
    taken: (part: NodePart) => void,
    options: Wanted = {},
  ): Promise<Qos | Qos[]> {
    checkParts(filters, taken, options, this.isVersion5());
    return this.subscribed(filters, inParts(taken), options);
  }

  messages(filter: string, options: MessagesOptions = {}): AsyncIterableIterator<NodeMessage> {
    checkMessages(filter, options, this.isVersion5());
    const { most = MOST_MESSAGES, signal } = options;
    if (qosOf(options) === 2) this.running.session.useQos2();
    return this.running.messages(filter, options, most, signal);
  }

  unsubscribe(filters: Filters): Promise<void> {
    checkFilters(filters);
    return Promise.all([filters].flat().map((filter) => this.running.unsubscribe(filter))).then(() => {});
  }

  prepare(topic: string, options: PublicationOptions = {}): Publication {
    checkPublication(topic, options, this.isVersion5());
    const { qos = 0, retain = false, overflow = "oldest", priority = "normal", deadline = 0 } = options;
    const { properties = {} } = options;
    if (qos === 2) this.running.session.publishExactly();
    const publication = prepare(bytesOf(topic), qos, retain, overflow);
    prioritize(publication, PRIORITIES.indexOf(priority));
    expireAfter(publication, deadline);
    carryProperties(publication, propertyBytes(properties));
    this.running.adopt(publication);
    preparedBy.set(publication, this);
    return publication;
  }

  send(topic: string, payload: Payload, options: SendOptions = {}): Promise<SentMessage> {
    try {
      return this.begun(topic, payload, options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** A promise of a promise would cost as much as all else of a message. */
  private begun(topic: string, payload: Payload, options: SendOptions): Promise<SentMessage> {
    const simple = isSimple(options);
    if (simple && options.qos === 0) {
      const again = this.running.sendAgain(topic, payload, options.retain === true);
      if (again !== undefined) return again;
    }
    const known = simple ? this.running.soundTopic(topic) : undefined;
    if (known === undefined) checkSend(topic, options, this.isVersion5());
    checkPayload(payload);
    const { qos = 1, retain = false, whenFull = "wait", deadline = 0, signal, properties = {} } = options;
    if (qos === 2) this.running.session.publishExactly();
    // One publication for each message: by it the client knows which message it has dropped. A full ring
    // drops none of them.
    const publication = prepare(known ?? bytesOf(topic), qos, retain, "reject");
    const until = limited(publication, deadline);
    if (!simple) carryProperties(publication, propertyBytes(properties));
    const manner = { waits: whenFull === "wait", signal, until, isLent: true };
    const sent = this.running.send(publication, payload, manner);
    if (simple && (known === undefined || qos === 0)) this.running.noteTopic(topic, qos, retain);
    return sent;
  }

  async request(topic: string, payload: Payload, options: RequestOptions = {}): Promise<NodeMessage> {
    checkRequest(topic, options, this.isVersion5());
    checkPayload(payload);
    if (options.qos === 2) this.running.session.publishExactly();
    return this.running.request(topic, payload, options);
  }

  reply(filter: string, answer: Answering, options: Qos | ReplyOptions = {}): Promise<Qos> {
    checkReply(filter, answer, options, this.isVersion5());
    if (qosOf(options) === 2) this.running.session.useQos2();
    return this.running.reply(filter, answer, options);
  }

  publish(publication: Publication, payload: Payload): Outcome {
    if (preparedBy.get(publication) !== this) throw new Error(NOT_PREPARED);
    checkPayload(payload);
    return this.running.publish(publication, payload);
  }

  stop(done: (() => void) | StopOptions = () => {}, withinMs = STOP_MS): Promise<void> {
    if (typeof done === "object" && done !== null) {
      this.running.checkGoodbye(done);
      return this.running.stop(() => {}, done.withinMs ?? withinMs, done);
    }
    checkStop(done, withinMs);
    return this.running.stop(done, withinMs);
  }

  kill(): void {
    this.running.kill();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.running.stop(() => {}, STOP_MS);
  }

  /** The same subscriber for each filter. */
  private subscribed(filters: Filters, subscriber: Subscriber, options: Wanted): Promise<Qos | Qos[]> {
    if (qosOf(options) === 2) this.running.session.useQos2();
    if (typeof filters === "string") return this.running.subscribe(filters, subscriber, options);
    const granted = Promise.all(filters.map((filter) => this.running.subscribe(filter, subscriber, options)));
    // A program that ignores it goes on running.
    granted.catch(() => {});
    return granted;
  }

  private isVersion5(): boolean {
    return speaks5(this.running.client);
  }
}
