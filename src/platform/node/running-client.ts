// A client of a program in Node while it runs: the host of the core's client, its link, and what its stream tells it.
import { LONGEST } from "../../bytes/variable-length.ts";
import { brokerAt, chooseBroker, hostOf, portOf } from "../../mqtt/brokers.ts";
import {
  type Client,
  type ClientHost,
  CONNECTED,
  createClient,
  GREETING,
  STOPPED,
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
import { loseForAnother } from "../../mqtt/ending.ts";
import { type Outcome, publish } from "../../mqtt/outbox.ts";
import { dropWords } from "../../mqtt/overflow.ts";
import { type Publication, prepare, publishPacket, topicOf } from "../../mqtt/publication.ts";
import { REFUSED, type Subscriber, subscribe, unsubscribe } from "../../mqtt/subscriptions.ts";
import { rememberAll } from "../../mqtt/unreleased.ts";
import type { NodeClientOptions, NodeCounters, Qos } from "./client.ts";
import { clientLimits } from "./client-limits.ts";
import { LongPacket } from "./long-packet.ts";
import { bytesOf, textOf } from "./text.ts";
import type { Stream, StreamEvents, World } from "./world.ts";

const DEFAULT_KEEP_ALIVE_S = 60;
const PLAIN_PORT = 1883;
const TLS_PORT = 8883;
const IDENTIFIER_BYTES = 2;
/** The port's clock wraps behind this. */
const LATEST_MOMENT = 0x7fffffff;

export class RunningClient implements ClientHost, StreamEvents {
  readonly client: Client;
  private readonly world: World;
  private readonly options: NodeClientOptions;
  private stream: Stream | undefined = undefined;
  private isOver = false;
  /** It is to stop, at this time at the latest; and whoever waits for its end. */
  private endAt: number | undefined = undefined;
  private whenHalted: (() => void)[] = [];
  /** A will of before has come behind the last "online": that has to be said again. */
  private isDeclaredDead = false;
  /** Does the broker keep the session? Where the options do not say, from the first use of QoS 2 on. */
  private isKept: boolean;
  private readonly longPacket = new LongPacket();
  private cancelWake = () => {};
  private readonly leaveNetwork: () => void;

  constructor(world: World, options: NodeClientOptions) {
    this.world = world;
    this.options = options;
    this.isKept = options.session === "persistent";
    const limits = clientLimits(options.limits);
    const link = {
      writeLink: (bytes: string) => this.stream?.write(bytes),
      closeLink: () => this.stream?.close(),
    };
    this.client = createClient(link, this, this.greeting(), this.keepAlive(), {
      ...limits,
      bytes: 0,
    });
    // A board's ring is made by proving that its bytes can be had. A computer has them.
    this.client.ring.limit = limits.bytes;
    rememberAll(this.client);
    this.leaveNetwork = world.watchNetwork((up) => this.networkIs(up));
    this.hearStatus();
    connect(this.client, this.instant());
    if (world.networkIsUp()) world.after(0, () => this.networkIs(true));
    this.poll();
  }

  private keepAlive(): number {
    return this.options.keepAlive ?? DEFAULT_KEEP_ALIVE_S;
  }

  private greeting(): string {
    return greetingOf(this.options, this.keepAlive(), !this.isKept);
  }

  /**
   * Something is to come once: nobody could tell whether it has in a session that ends with its connection. The one that
   * stands, or is being made, gives way to another.
   */
  keepSession(): void {
    if (this.isKept || this.options.session === "clean") return;
    this.isKept = true;
    this.client.greeting = this.greeting();
    if (this.client.state < GREETING) return;
    this.client.instant = this.instant();
    loseForAnother(this.client, "connecting again: QoS 2 needs a session that the broker keeps");
    this.poll();
  }

  subscribe(filter: string, subscriber: Subscriber, qos: Qos): void {
    this.client.instant = this.instant();
    subscribe(
      this.client,
      bytesOf(filter),
      qos,
      this.isStatus(filter) ? this.hearingStatus(subscriber) : subscriber,
    );
  }

  private isStatus(filter: string): boolean {
    return filter === this.options.status;
  }

  /** The broker may speak the will of a connection that it missed the end of when the client is back. */
  private hearStatus(): void {
    const { status } = this.options;
    if (status === undefined) return;
    subscribe(this.client, bytesOf(status), 0, this.hearingStatus({ deliver: () => {} }));
  }

  /** A subscriber to the client's own status, which has it corrected. */
  private hearingStatus(subscriber: Subscriber): Subscriber {
    return {
      ...subscriber,
      deliver: (itself, payload, retained, topic) => {
        if (payload === "offline" && !retained) this.isDeclaredDead = true;
        subscriber.deliver(itself, payload, retained, topic);
      },
    };
  }

  /** As it is after each connect. */
  private tellAlive(): void {
    const { status } = this.options;
    if (status === undefined || this.client.state !== CONNECTED) return;
    this.isDeclaredDead = publish(this.client, statusPublication(status), "online") !== "sent";
  }

  unsubscribe(filter: string): void {
    this.client.instant = this.instant();
    if (this.isStatus(filter)) this.hearStatus();
    else unsubscribe(this.client, bytesOf(filter));
  }

  publish(publication: Publication, payload: string): Outcome {
    if (this.endAt !== undefined || this.isOver) return "refused: offline";
    const { client } = this;
    const behind = publication.topicBytes + (publication.qos > 0 ? IDENTIFIER_BYTES : 0);
    // Counted before it is made into bytes: those of a text that is too long may be more than a string can hold.
    const bytes = Buffer.byteLength(payload);
    const isTaken = publication.topicBytes + bytes < client.untaken;
    if (!isTaken || bytes > Math.min(client.ring.limit, LONGEST - behind)) {
      client.refusals += 1;
      return "refused: too long";
    }
    client.instant = this.instant();
    return publish(client, publication, bytesOf(payload));
  }

  counters(): NodeCounters {
    const { connects, refusals, drops, repeats, skips } = this.client;
    return { connects, refused: refusals, dropped: drops, repeated: repeats, skipped: skips };
  }

  stop(done: () => void, withinMs: number): void {
    this.whenHalted.push(done);
    this.endAt ??= this.world.now() + withinMs;
    if (this.isOver) this.halt();
    else this.poll();
  }

  kill(): void {
    this.stream?.drop();
    // A handler may do this: what else has come is not given to any.
    this.client.state = STOPPED;
    this.halt();
  }

  /** All that is kept has been acknowledged, or the time for it is over. */
  private disconnect(): void {
    const { status } = this.options;
    disconnect(this.client, status === undefined ? "" : statusPacket(status, "offline"), this.instant());
    this.halt();
  }

  /** What the client asks of its host. Each function is given its host, which is this. */

  connectLink = (): void => {
    const { host, tls = false, port = tls ? TLS_PORT : PLAIN_PORT } = this.options;
    const broker = brokerAt(host, this.client.broker);
    this.stream = this.world.connect({ host: hostOf(broker), port: portOf(broker, port), tls }, this);
  };

  chance = (_host: ClientHost, below: number): number => this.world.random(below);

  greeted = (_host: ClientHost, present: boolean): string => {
    this.world.log("connected");
    const { connected } = this.options;
    // In a later turn: it may stop the client, which is not connected yet.
    if (connected !== undefined) this.world.after(0, () => connected(present));
    this.isDeclaredDead = false;
    const { status } = this.options;
    return status === undefined ? "" : statusPacket(status, "online");
  };

  lost = (_host: ClientHost, reason: string): void => {
    this.longPacket.forget();
    chooseBroker(this.client, this.options.host);
    this.world.log(`not connected: ${reason}`);
  };

  dropped = (_host: ClientHost, publication: Publication, cause: number): void => {
    const topic = textOf(topicOf(publication));
    const why = dropWords(this.client, cause);
    this.world.log(`dropped: ${topic}, ${why}`);
    // In a later turn: it may publish, and would fill the place that is being made.
    this.world.after(0, () => this.options.dropped?.(topic, why));
  };

  granted = (_host: ClientHost, bytes: string, asked: number, granted: number): void => {
    const filter = textOf(bytes);
    const { subscriptionRefused, qosLowered } = this.options;
    this.world.log(
      granted === REFUSED
        ? `broker refused the subscription ${filter}`
        : `broker grants only QoS ${granted} to the subscription ${filter}`,
    );
    // In a later turn: it may end the connection, which goes on behind this.
    this.world.after(0, () =>
      granted === REFUSED
        ? subscriptionRefused?.(filter)
        : qosLowered?.(filter, asked as Qos, granted as Qos),
    );
  };

  skipped = (_host: ClientHost, bytes: string, size: number): void => {
    const topic = textOf(bytes);
    this.world.log(`passed over: ${topic}, a packet of ${size} bytes is longer than limits.packetBytes`);
    // In a later turn: it may end the connection, which goes on behind this.
    this.world.after(0, () => this.options.skipped?.(topic, size));
  };

  /** What its stream tells it. */

  opened(): void {
    this.tell(() => linkOpened(this.client, this.instant()));
  }

  received(bytes: string): void {
    this.tell(() => linkReceived(this.client, this.longPacket.take(this.client, bytes), this.instant()));
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
    if (this.isDeclaredDead && this.endAt === undefined) this.tellAlive();
    const ms = pollConnection(this.client, this.instant());
    const left = this.endAt === undefined ? ms : this.endAt - this.world.now();
    const { done, put } = this.client.ring;
    if (this.endAt !== undefined && (left <= 0 || done === put)) this.disconnect();
    else this.cancelWake = this.world.after(Math.max(1, Math.min(ms, left)), () => this.poll());
  }

  private instant(): number {
    return this.world.now() & LATEST_MOMENT;
  }

  private halt(): void {
    this.isOver = true;
    this.cancelWake();
    this.leaveNetwork();
    for (const done of this.whenHalted) this.world.after(0, done);
    this.whenHalted = [];
  }
}

function greetingOf(
  { id, status, user, secret }: NodeClientOptions,
  keepAlive: number,
  cleanSession: boolean,
): string {
  return connectPacket({
    clientId: bytesOf(id),
    cleanSession,
    keepAlive,
    will:
      status === undefined ? undefined : { topic: bytesOf(status), payload: "offline", qos: 1, retain: true },
    userName: user === undefined ? undefined : bytesOf(user),
    password: user === undefined || secret === undefined ? undefined : bytesOf(secret),
  });
}

function statusPacket(topic: string, status: "online" | "offline"): string {
  return publishPacket(statusPublication(topic), status);
}

function statusPublication(topic: string): Publication {
  return prepare(bytesOf(topic), 0, true, "reject");
}
