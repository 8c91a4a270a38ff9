// A client of a program in Node while it runs: it is the host of the core's client, and hands that what its stream tells.
import { attemptsBefore, FIRST_PAUSE_MS, LONGEST_PAUSE_MS } from "../../mqtt/backoff.ts";
import { setWindow } from "../../mqtt/broker-packet-limit.ts";
import { type Client, type ClientHost, createClient, setGreeting, setTime } from "../../mqtt/client.ts";
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
import { loseForAnother } from "../../mqtt/connection-end.ts";
import { abandon, hasSentConnect, isConnected } from "../../mqtt/connection-state.ts";
import { dropWords } from "../../mqtt/dropped.ts";
import { chooseBroker, currentBroker } from "../../mqtt/failover.ts";
import { allowBytes, isAllAcknowledged, publish } from "../../mqtt/outbox.ts";
import { type Outcome, refuse } from "../../mqtt/outcome.ts";
import { type Publication, topicOf } from "../../mqtt/publication.ts";
import { rememberAll } from "../../mqtt/qos2-received-ids.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import { WIDEST_EXACT_WINDOW, WINDOW } from "../../mqtt/window.ts";
import { STOP_MS } from "../../runtime/shutdown.ts";
import { onAbort, type Signal } from "./aborting.ts";
import type { NodeCounters } from "./client.ts";
import { countersOf } from "./client-counters.ts";
import { ConnectionError, SendError } from "./client-errors.ts";
import { checkQos2 } from "./client-faults.ts";
import { greetingOf, keepAliveOf } from "./client-greeting.ts";
import { clientLimits, takes } from "./client-limits.ts";
import { ClientLink } from "./client-link.ts";
import { ClientNotices } from "./client-notices.ts";
import type { NodeClientOptions, Qos, StoreOptions } from "./client-options.ts";
import { ClientStatus } from "./client-status.ts";
import { ClientSubscriptions } from "./client-subscriptions.ts";
import { ConnectionWaiters } from "./connection-waiters.ts";
import { endsPacket, LongPacket } from "./long-packet.ts";
import type { MessageQueue } from "./message-queue.ts";
import { SendStore } from "./send-store.ts";
import { Sends } from "./sends.ts";
import { bytesOf, type Payload, textOf } from "./text.ts";
import { WakeTimer } from "./wake-timer.ts";
import type { ClientWorld, StreamEvents } from "./world.ts";

/** The port's clock wraps behind this. */
const LATEST_MOMENT = 0x7fffffff;

const HAS_ENDED = "the client has ended";

/** It runs; it is to stop, at this time at the latest; it has ended, and why there will be no connection any more. */
type Life = { stage: "running" } | { stage: "stopping"; by: number } | { stage: "ended"; reason: string };

/** One record for the thousands of clients that run. */
const RUNNING: Life = { stage: "running" };

export class RunningClient implements ClientHost, StreamEvents {
  readonly client: Client;
  private readonly world: ClientWorld;
  private readonly options: NodeClientOptions;
  private readonly link: ClientLink;
  private readonly status: ClientStatus;
  private readonly notices: ClientNotices;
  private readonly subscriptions: ClientSubscriptions;
  /** What only some clients need is there from its first use on. */
  private sends: Sends | undefined = undefined;
  private waiters: ConnectionWaiters | undefined = undefined;
  private longPacket: LongPacket | undefined = undefined;
  /** Of the newest connection. */
  private sessionKept = false;
  private life: Life = RUNNING;
  private whenHalted: (() => void)[] | undefined = undefined;
  /** The connection is ended for another one. */
  private isRenewing = false;
  /** Does the broker keep the session? Where the options do not say, from the first use of QoS 2 on. */
  private isKept: boolean;
  private readonly timer: WakeTimer;
  private readonly leaveNetwork: () => void;
  /** None yet while the signal that it was started with is aborted already. */
  private readonly leaveSignal: (() => void) | undefined;

  constructor(world: ClientWorld, options: NodeClientOptions) {
    this.world = world;
    this.options = options;
    this.timer = new WakeTimer(world, this);
    this.link = new ClientLink(world, options);
    this.status = new ClientStatus(options.status);
    this.notices = new ClientNotices(world, options);
    this.isKept = options.session === "persistent";
    const limits = clientLimits(options.limits);
    this.client = createClient(this.link, this, greetingOf(options, !this.isKept), keepAliveOf(options), {
      ...limits,
      bytes: 0,
    });
    allowBytes(this.client, limits.bytes);
    setWindow(this.client, limits.window);
    rememberAll(this.client);
    this.subscriptions = new ClientSubscriptions(this.client, this.status, this.notices);
    if (options.store !== undefined) this.sends = this.storedSends(options.store);
    this.leaveNetwork = world.watchNetwork((up) => this.networkIs(up));
    this.status.hear(this.client);
    connect(this.client, this.instant());
    if (world.networkIsUp()) world.after(0, () => this.networkIs(true));
    this.wake();
    this.leaveSignal = onAbort(options.signal, () => void this.stop(() => {}, STOP_MS));
  }

  /** Also what it takes to send what an earlier client has left. */
  private storedSends(options: string | StoreOptions): Sends {
    const store = new SendStore(options);
    if (store.unsettled().some(([, { qos }]) => qos === 2)) this.publishExactly();
    return new Sends(this.client, store);
  }

  /** QoS 2 is to be used. Throws where it cannot be. */
  useQos2(): void {
    checkQos2(this.options);
    this.keepSession();
  }

  /**
   * Something is to come once: nobody could tell whether it has in a session that ends with its connection. The one that
   * stands, or is being made, gives way to another.
   */
  private keepSession(): void {
    if (this.isKept || this.options.session === "clean") return;
    this.isKept = true;
    setGreeting(this.client, greetingOf(this.options, false));
    if (!hasSentConnect(this.client)) return;
    setTime(this.client, this.instant());
    this.isRenewing = true;
    loseForAnother(this.client, "connecting again: QoS 2 needs a session that the broker keeps");
    this.isRenewing = false;
    this.wake();
  }

  /**
   * It publishes at QoS 2 from now on. Brokers end the connection of a client that has more under way than they like
   * (Mosquitto: 20), so that as few are out as a device has, unless the options say more. Throws where QoS 2 cannot be used.
   */
  publishExactly(): void {
    this.useQos2();
    setWindow(this.client, Math.min(this.options.limits?.window ?? WINDOW, WIDEST_EXACT_WINDOW));
  }

  subscribe(filter: string, subscriber: Subscriber, qos: Qos): Promise<Qos> {
    setTime(this.client, this.instant());
    return this.subscriptions.add(filter, subscriber, qos);
  }

  unsubscribe(filter: string): Promise<void> {
    setTime(this.client, this.instant());
    return this.subscriptions.end(filter);
  }

  messages(filter: string, qos: Qos, most: number, signal?: Signal): MessageQueue {
    setTime(this.client, this.instant());
    return this.subscriptions.messages(filter, qos, most, signal, () => this.unsubscribe(filter));
  }

  counters(): NodeCounters {
    return countersOf(this.client, this.sends?.postponed ?? 0, this.subscriptions.unread);
  }

  untilConnected(signal?: Signal): Promise<boolean> {
    if (isConnected(this.client)) return Promise.resolve(this.sessionKept);
    if (this.life.stage === "ended") return Promise.reject(new ConnectionError(this.life.reason));
    this.waiters ??= new ConnectionWaiters();
    return this.waiters.wait(signal);
  }

  publish(publication: Publication, payload: Payload): Outcome {
    if (this.life.stage !== "running") return "refused: offline";
    const { client } = this;
    if (!takes(client, publication, payload)) return refuse(client, "refused: too long");
    setTime(client, this.instant());
    return publish(client, publication, bytesOf(payload));
  }

  /** Throws a `SendError` for one that is refused at once. */
  send(publication: Publication, payload: Payload, waits: boolean, signal?: Signal): Promise<void> {
    const topic = textOf(topicOf(publication));
    if (this.life.stage !== "running") throw new SendError(topic, "was refused: its client has ended");
    const { client } = this;
    if (!takes(client, publication, payload))
      throw new SendError(topic, `was ${refuse(client, "refused: too long")}`);
    setTime(client, this.instant());
    this.sends ??= new Sends(client);
    return this.sends.send(publication, bytesOf(payload), waits, signal);
  }

  stop(done: () => void, withinMs: number): Promise<void> {
    const halted = new Promise<void>((resolve) => {
      this.whenHalted ??= [];
      this.whenHalted.push(() => {
        done();
        resolve();
      });
    });
    if (this.life.stage === "ended") this.tellHalted();
    else {
      if (this.life.stage === "running") this.life = { stage: "stopping", by: this.world.now() + withinMs };
      this.wake();
    }
    return halted;
  }

  kill(): void {
    this.link.drop();
    // A handler may do this: what else has come is not given to any.
    abandon(this.client);
    this.halt(HAS_ENDED);
  }

  /** All that is kept has been acknowledged, or the time for it is over. */
  private disconnect(): void {
    disconnect(this.client, this.status.end(this.client), this.instant());
    this.halt(HAS_ENDED);
  }

  /** What the client asks of its host, which is given. */

  connectLink(this: void, running: RunningClient): void {
    running.link.open(currentBroker(running.client), running);
  }

  chance(this: void, running: RunningClient, below: number): number {
    return running.world.random(running.longestPause(below));
  }

  greeted(this: void, running: RunningClient, present: boolean): string {
    running.notices.connected(present);
    running.sessionKept = present;
    running.waiters?.connected(present);
    running.waiters = undefined;
    return running.status.birth(running.client);
  }

  lost(this: void, running: RunningClient, reason: string): void {
    running.longPacket?.forget();
    chooseBroker(running.client, running.options.host);
    running.notices.lost(reason);
    if (running.options.reconnect !== false || running.isRenewing) return;
    abandon(running.client);
    running.halt(reason);
  }

  dropped(
    this: void,
    { client, sends, notices }: RunningClient,
    publication: Publication,
    cause: number,
  ): void {
    const why = dropWords(client, cause);
    if (sends?.dropped(publication, why) !== true) notices.dropped(textOf(topicOf(publication)), why);
  }

  granted(this: void, running: RunningClient, filter: string, asked: number, granted: number): void {
    running.subscriptions.granted(filter, asked as Qos, granted);
  }

  skipped(this: void, { notices }: RunningClient, topic: string, bytes: number): void {
    notices.skipped(textOf(topic), bytes);
  }

  /** What its stream tells it. */

  opened(): void {
    if (this.hasEnded()) return;
    linkOpened(this.client, this.instant());
    this.wake();
  }

  received(bytes: string): void {
    if (this.longPacket === undefined && endsPacket(this.client, bytes)) this.decode(bytes);
    else {
      this.longPacket ??= new LongPacket();
      this.longPacket.take(this.client, bytes, this);
    }
  }

  /** What of it the client is to have now. */
  decode(bytes: string): void {
    if (this.hasEnded()) return;
    linkReceived(this.client, bytes, this.instant());
    this.wake();
  }

  drained(): void {
    if (this.hasEnded()) return;
    linkDrained(this.client, this.instant());
    this.wake();
  }

  closed(reason: string): void {
    if (this.hasEnded()) return;
    linkClosed(this.client, reason, this.instant());
    this.wake();
  }

  private networkIs(up: boolean): void {
    if (this.hasEnded()) return;
    networkChanged(this.client, up, this.instant());
    this.wake();
  }

  /** Does what is due. A handler may have ended the client. */
  wake(): void {
    if (this.hasEnded()) return;
    this.sends?.look();
    this.subscriptions.look();
    if (this.life.stage === "running") this.status.putRight(this.client);
    const ms = pollConnection(this.client, this.instant());
    if (this.hasEnded()) return;
    const left = this.life.stage === "stopping" ? this.life.by - this.world.now() : ms;
    if (this.life.stage === "stopping" && (left <= 0 || this.isSettled())) this.disconnect();
    else this.timer.wakeIn(Math.max(1, Math.min(ms, left)));
  }

  private isSettled(): boolean {
    return isAllAcknowledged(this.client) && this.sends?.isEmpty() !== false;
  }

  private hasEnded(): boolean {
    return this.life.stage === "ended";
  }

  /** Of the pause that begins, in milliseconds; `usual` is how a device draws it. */
  private longestPause(usual: number): number {
    const { reconnect } = this.options;
    if (typeof reconnect !== "object") return usual;
    const { first = FIRST_PAUSE_MS, longest = LONGEST_PAUSE_MS } = reconnect;
    return Math.min(longest, first * 2 ** attemptsBefore(this.client));
  }

  private instant(): number {
    return this.world.now() & LATEST_MOMENT;
  }

  private halt(reason: string): void {
    if (this.life.stage !== "ended") {
      this.life = { stage: "ended", reason };
      this.sends?.end();
      this.subscriptions.halt();
      this.waiters?.end(new ConnectionError(reason));
      this.timer.end();
      this.leaveNetwork();
      this.leaveSignal?.();
    }
    this.tellHalted();
  }

  private tellHalted(): void {
    for (const done of this.whenHalted ?? []) this.world.after(0, done);
    this.whenHalted = undefined;
  }
}
