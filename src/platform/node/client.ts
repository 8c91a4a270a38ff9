// A client in Node for a program that is no device, such as an automation: the core's own client, with handlers for what
// it hears and the outcome of what it says.
import { fromUtf8, utf8 } from "../../bytes/utf8.ts";
import {
  type Client,
  type ClientHost,
  type ClientLimits,
  CONNECTED,
  createClient,
} from "../../mqtt/client.ts";
import { connectPacket } from "../../mqtt/connect-packet.ts";
import {
  connect,
  disconnect,
  linkClosed,
  linkDrained,
  linkOpened,
  linkReceived,
  networkChanged,
  pollConnection,
} from "../../mqtt/connection.ts";
import { type Outcome, publish } from "../../mqtt/outbox.ts";
import { type Overflow, type Publication, prepare, publishPacket, topicOf } from "../../mqtt/publication.ts";
import { type Subscriber, subscribe, unsubscribe } from "../../mqtt/subscriptions.ts";
import { filterFault, topicFault } from "../../mqtt/topic.ts";
import { NODE_LIMITS } from "./device.ts";
import type { Stream, StreamEvents, World } from "./world.ts";

export interface NodeClientOptions {
  /** The client identifier. Two clients with one throw each other out. */
  id: string;
  /** The broker. `port` is 1883, with `tls` 8883, unless it says otherwise. */
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
   * each connect, by the will, and before an orderly end. None by default.
   */
  status?: string;
  /** "clean" (default): what is said while the client is away is not for it. "persistent": the broker keeps it (QoS 1). */
  session?: "clean" | "persistent";
  limits?: ClientLimits;
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
  /** 0 (default): handed to the link, or refused. 1: kept until the broker has acknowledged it. */
  qos?: 0 | 1;
  /** The broker keeps it for whoever subscribes later. No (default). */
  retain?: boolean;
  /** When the ring is full (QoS 1): "oldest" (default), "latest" or "reject". */
  overflow?: Overflow;
}

export interface NodeClient {
  isConnected: () => boolean;
  /**
   * Calls `taken` with each message that `filter` takes, through every connection; "+" and "#" are its wildcards. Asking
   * again for a filter replaces its handler. Throws when the filter has a fault, which it says.
   */
  subscribe: (filter: string, taken: (message: NodeMessage) => void, qos?: 0 | 1) => void;
  /** Ends the subscription to `filter`. */
  unsubscribe: (filter: string) => void;
  /** Prepares publishing to a topic; do it once a topic. Throws when the topic has a fault, which it says. */
  prepare: (topic: string, options?: PublicationOptions) => Publication;
  /** Publishes text. Never waits; says what it promises, or why it is refused. */
  publish: (publication: Publication, payload: string) => Outcome;
  /** Ends orderly: "offline" is published, the stream closes, and `done` is called in a later turn. */
  stop: (done: () => void) => void;
  /** Ends as by a power cut: the broker speaks the will. */
  kill: () => void;
}

const DEFAULT_KEEP_ALIVE_S = 60;
const PLAIN_PORT = 1883;
const TLS_PORT = 8883;
/** The port's clock wraps behind this. */
const LATEST_MOMENT = 0x7fffffff;

/** Starts a client in `world` now: it connects, and comes back whenever it has lost the broker. */
export function startNodeClient(world: World, options: NodeClientOptions): NodeClient {
  if (options.status !== undefined) checkTopic(options.status);
  const running = new RunningClient(world, options);
  return {
    isConnected: () => running.client.state === CONNECTED,
    subscribe: (filter, taken, qos = 1) => running.subscribe(filter, taken, qos),
    unsubscribe: (filter) => unsubscribe(running.client, utf8(filter)),
    prepare(topic, { qos = 0, retain = false, overflow = "oldest" } = {}) {
      checkTopic(topic);
      return prepare(utf8(topic), qos, retain, overflow);
    },
    publish: (publication, payload) => running.publish(publication, utf8(payload)),
    stop: (done) => running.stop(done),
    kill: () => running.kill(),
  };
}

function checkTopic(topic: string): void {
  const fault = topicFault(utf8(topic));
  if (fault !== undefined) throw new Error(`The topic "${topic}" cannot be published to: ${fault}.`);
}

interface Handler extends Subscriber {
  taken: (message: NodeMessage) => void;
}

/** The host of one client, its link and what its stream tells it. */
class RunningClient implements ClientHost, StreamEvents {
  readonly client: Client;
  private readonly world: World;
  private readonly options: NodeClientOptions;
  private stream: Stream | undefined = undefined;
  private isOver = false;
  private cancelWake = () => {};
  private readonly leaveNetwork: () => void;

  constructor(world: World, options: NodeClientOptions) {
    this.world = world;
    this.options = options;
    const { keepAlive = DEFAULT_KEEP_ALIVE_S, limits = NODE_LIMITS } = options;
    const link = {
      writeLink: (bytes: string) => this.stream?.write(bytes),
      closeLink: () => this.stream?.close(),
    };
    this.client = createClient(link, this, greetingOf(options, keepAlive), keepAlive, {
      ...limits,
      bytes: 0,
    });
    // A board's ring is made by proving that its bytes can be had. A computer has them.
    this.client.ring.limit = limits.bytes;
    this.leaveNetwork = world.watchNetwork((up) => this.networkIs(up));
    connect(this.client, this.instant());
    if (world.networkIsUp()) world.after(0, () => this.networkIs(true));
    this.poll();
  }

  subscribe(filter: string, taken: Handler["taken"], qos: 0 | 1): void {
    const bytes = utf8(filter);
    const fault = filterFault(bytes);
    if (fault !== undefined) throw new Error(`The filter "${filter}" cannot be subscribed to: ${fault}.`);
    const handler: Handler = { taken, deliver };
    this.client.instant = this.instant();
    subscribe(this.client, bytes, qos, handler);
  }

  publish(publication: Publication, payload: string): Outcome {
    this.client.instant = this.instant();
    return publish(this.client, publication, payload);
  }

  stop(done: () => void): void {
    const { status } = this.options;
    const last = status === undefined ? "" : statusPacket(status, "offline");
    if (!this.isOver) disconnect(this.client, last, this.instant());
    this.halt();
    this.world.after(0, done);
  }

  kill(): void {
    this.stream?.drop();
    this.halt();
  }

  /** What the client asks of its host. Each function is given its host, which is this. */

  connectLink = (): void => {
    const { host, tls = false, port = tls ? TLS_PORT : PLAIN_PORT } = this.options;
    this.stream = this.world.connect({ host, port, tls }, this);
  };

  chance = (_host: ClientHost, below: number): number => this.world.random(below);

  greeted = (): string => {
    this.world.log("connected");
    const { status } = this.options;
    return status === undefined ? "" : statusPacket(status, "online");
  };

  lost = (_host: ClientHost, reason: string): void => this.world.log(`not connected: ${reason}`);

  dropped = (_host: ClientHost, publication: Publication): void =>
    this.world.log(`dropped by its policy: ${topicOf(publication)}`);

  refusedFilter = (_host: ClientHost, filter: string): void =>
    this.world.log(`broker refused the subscription ${filter}`);

  /** What its stream tells it. */

  opened(): void {
    this.tell(() => linkOpened(this.client, this.instant()));
  }

  received(bytes: string): void {
    this.tell(() => linkReceived(this.client, bytes, this.instant()));
  }

  drained(): void {
    this.tell(() => linkDrained(this.client, this.instant()));
  }

  closed(reason: string): void {
    this.tell(() => linkClosed(this.client, reason, this.instant()));
  }

  private networkIs(up: boolean): void {
    this.tell(() => networkChanged(this.client, up, this.instant()));
  }

  private tell(event: () => void): void {
    if (this.isOver) return;
    event();
    this.poll();
  }

  /** A handler may have ended the client. */
  private poll(): void {
    if (this.isOver) return;
    this.cancelWake();
    const ms = pollConnection(this.client, this.instant());
    this.cancelWake = this.world.after(Math.max(1, ms), () => this.poll());
  }

  private instant(): number {
    return this.world.now() & LATEST_MOMENT;
  }

  private halt(): void {
    this.isOver = true;
    this.cancelWake();
    this.leaveNetwork();
  }
}

function greetingOf({ id, status, session, user, secret }: NodeClientOptions, keepAlive: number): string {
  return connectPacket({
    clientId: utf8(id),
    cleanSession: session !== "persistent",
    keepAlive,
    will:
      status === undefined ? undefined : { topic: utf8(status), payload: "offline", qos: 1, retain: true },
    userName: user === undefined ? undefined : utf8(user),
    password: user === undefined || secret === undefined ? undefined : utf8(secret),
  });
}

function statusPacket(topic: string, status: "online" | "offline"): string {
  return publishPacket(prepare(utf8(topic), 0, true, "reject"), status);
}

function deliver(subscriber: Subscriber, payload: string, retained: boolean, topic: string): void {
  const text = fromUtf8(payload) ?? payload;
  (subscriber as Handler).taken({ topic: fromUtf8(topic) ?? topic, payload: text, retained });
}
