// A client of a program in Node while it runs: it is the host of the core's client, and joins its own parts.
import type { Client, ClientHost } from "../mqtt/client.ts";
import { disconnect } from "../mqtt/connection.ts";
import { abandon, isConnected } from "../mqtt/connection-state.ts";
import { dropWords } from "../mqtt/drop-words.ts";
import { DROPPED_REFUSED } from "../mqtt/dropped.ts";
import { chooseBroker, currentBroker } from "../mqtt/failover.ts";
import { send } from "../mqtt/link.ts";
import { isAllAcknowledged, publish } from "../mqtt/outbox.ts";
import { counted, type Outcome, refuse } from "../mqtt/outcome.ts";
import { awaitsHandlers } from "../mqtt/program/late-answers.ts";
import {
  arriveAtBroker,
  followReferences,
  leaveBroker,
  otherBroker,
} from "../mqtt/program/server-references.ts";
import { endRefusedVersion, mayChange, speaks5 } from "../mqtt/protocol.ts";
import { type Publication, topicOf, unsettle } from "../mqtt/publication.ts";
import { STOP_MS } from "../mqtt/stop-time.ts";
import type { Subscriber } from "../mqtt/subscriptions.ts";
import { adopt } from "../mqtt/version-5/publish-start.ts";
import { mayBeOfAPacket } from "../mqtt/version-5/reason.ts";
import { onAbort, type Signal } from "./aborting.ts";
import { AskedSecret } from "./asked-secret.ts";
import { ClientAuthentication } from "./authentication/client-authentication.ts";
import type { Answering, NodeCounters } from "./client.ts";
import { ConnectionWaiters } from "./connection-waiters.ts";
import { countersOf } from "./counters.ts";
import { notTakenWords } from "./faults/broker-offer.ts";
import { brokerRefusal, endLine } from "./faults/broker-refusal.ts";
import { payloadCheck } from "./faults/call-faults.ts";
import { connectionError, endWords, SendError } from "./faults/errors.ts";
import { checkStopOptions, goodbyePacket } from "./goodbye.ts";
import { ClientLife } from "./life.ts";
import { createLimitedClient, takes } from "./limits.ts";
import { ClientNotices } from "./notices.ts";
import type {
  NodeClientOptions,
  Qos,
  ReplyOptions,
  RequestOptions,
  StopOptions,
  StoreOptions,
  SubscriptionOptions,
} from "./options.ts";
import { Answers } from "./requests/answers.ts";
import { answering, answeringByTopic } from "./requests/replies.ts";
import { Requests } from "./requests/requests.ts";
import { isLong, lent } from "./sends/long-payload.ts";
import type { Manner, SentMessage } from "./sends/send-record.ts";
import { SendStore } from "./sends/send-store.ts";
import { Sends } from "./sends/sends.ts";
import { Unanswered } from "./sends/unanswered.ts";
import { ClientSession } from "./session.ts";
import { ClientStatus } from "./status.ts";
import type { NodeMessage } from "./subscriptions/message.ts";
import type { MessageQueue } from "./subscriptions/message-queue.ts";
import { ClientSubscriptions } from "./subscriptions/subscriptions.ts";
import { bytesOf, type Payload, textOf } from "./text.ts";
import type { ClientWorld } from "./transport/client-world.ts";
import { ClientLink } from "./transport/link.ts";
import { isReachable } from "./transport/server-reference.ts";
import { ClientTurns, type TurnsOwner } from "./turns.ts";

/** The most publications that a client holds: a program may prepare one for each message. */
const MOST_ALIASES = 1000;

const HAS_ENDED = "the client has ended";

export class RunningClient implements ClientHost, TurnsOwner {
  readonly client: Client;
  private readonly world: ClientWorld;
  private readonly options: NodeClientOptions;
  private readonly life: ClientLife;
  private readonly turns: ClientTurns;
  private readonly link: ClientLink;
  private readonly status: ClientStatus;
  private readonly notices: ClientNotices;
  private readonly subscriptions: ClientSubscriptions;
  /** Parts that only some clients need are made at their first use. */
  private ownSession: ClientSession | undefined = undefined;
  private sends: Sends | undefined = undefined;
  private waiters: ConnectionWaiters | undefined = undefined;
  private requests: Requests | undefined = undefined;
  private ownUnanswered: Unanswered | undefined = undefined;
  private readonly authentication: ClientAuthentication | undefined;
  private readonly askedSecret: AskedSecret | undefined;
  /** The program's wish for the end, where it has said one. */
  private goodbye: StopOptions | undefined = undefined;
  /** Of the newest connection. */
  private sessionKept = false;
  /** None as long as the signal that the client was started with is aborted already. */
  private readonly leaveSignal: (() => void) | undefined;

  constructor(world: ClientWorld, options: NodeClientOptions) {
    this.world = world;
    this.options = options;
    this.life = new ClientLife(world);
    this.link = new ClientLink(world, options);
    this.status = new ClientStatus(options.status);
    this.notices = new ClientNotices(world, options);
    this.client = createLimitedClient(this.link, this, options);
    const { authentication } = options;
    this.authentication = authentication && new ClientAuthentication(this, authentication);
    const { secret } = options;
    this.askedSecret = typeof secret === "function" ? new AskedSecret(this, options, secret) : undefined;
    if (options.followServerReference === true) followReferences(this.client, isReachable);
    this.turns = new ClientTurns(world, this.client, this.life, this);
    this.subscriptions = new ClientSubscriptions(this.client, this.status, this.notices);
    if (options.store !== undefined) this.sends = this.storedSends(options.store);
    this.status.hear(this.client);
    this.turns.begin();
    this.leaveSignal = onAbort(options.signal, () => void this.stop(() => {}, STOP_MS));
  }

  get session(): ClientSession {
    this.ownSession ??= new ClientSession(this.client, this.options, this.turns);
    return this.ownSession;
  }

  private get unanswered(): Unanswered {
    this.ownUnanswered ??= new Unanswered(this.client, (ms) => void this.dropLateIn(ms));
    return this.ownUnanswered;
  }

  /** Sends with a store, ready for the messages that an earlier client has left. */
  private storedSends(options: string | StoreOptions): Sends {
    const store = new SendStore(options);
    try {
      if (store.unsettled().some(([, { qos }]) => qos === 2)) this.session.publishExactly();
    } catch (error) {
      store.close();
      throw error;
    }
    this.notices.storeOpened(store);
    this.turns.noteTime();
    return this.newSends(store);
  }

  private newSends(store?: SendStore): Sends {
    const tellDropped = (topic: string, why: string) => this.notices.dropped(topic, why);
    return new Sends(this.client, (ms) => this.dropLateIn(ms), tellDropped, this.unanswered, store);
  }

  private dropLateIn(ms: number): () => void {
    return this.world.after(ms, () => {
      this.turns.noteTime();
      this.sends?.dropLate();
      this.turns.wake();
    });
  }

  subscribe(filter: string, subscriber: Subscriber, options: Qos | SubscriptionOptions): Promise<Qos> {
    this.turns.noteTime();
    return this.subscriptions.add(filter, subscriber, options);
  }

  unsubscribe(filter: string): Promise<void> {
    this.turns.noteTime();
    return this.subscriptions.end(filter);
  }

  messages(filter: string, options: SubscriptionOptions, most: number, signal?: Signal): MessageQueue {
    this.turns.noteTime();
    return this.subscriptions.messages(filter, options, most, signal, () => this.unsubscribe(filter));
  }

  counters(): NodeCounters {
    return countersOf(this.client, {
      postponed: this.sends?.postponed ?? 0,
      unread: this.subscriptions.unread,
      repeatedAnswers: this.requests?.repeated ?? 0,
      lateAnswers: this.requests?.late ?? 0,
    });
  }

  untilConnected(signal?: Signal): Promise<boolean> {
    if (isConnected(this.client)) return Promise.resolve(this.sessionKept);
    const reason = this.life.endReason();
    if (reason !== undefined) return Promise.reject(connectionError(this.client, reason));
    this.waiters ??= new ConnectionWaiters();
    return this.waiters.wait(signal);
  }

  /** Throws where the options have no authentication. */
  reauthenticate(): Promise<void> {
    if (this.authentication === undefined)
      throw new Error("reauthenticate() needs the option authentication: give the client one at connect().");
    return this.authentication.again(this.turns.instant(), () =>
      connectionError(this.client, this.life.endReason() ?? "there is no connection to authenticate on"),
    );
  }

  /** The publications that a program has prepared. The first ones have topic aliases, in MQTT 5.0. */
  adopt(publication: Publication): void {
    const alias = this.client.protocol.publications.length + 1;
    if (alias <= MOST_ALIASES) adopt(this.client, publication, alias);
  }

  publish(publication: Publication, payload: Payload): Outcome {
    if (!this.life.isRunning()) return "refused: offline";
    // The others do not learn of each connection.
    if (publication.alias === 0 && mayChange(this.client)) unsettle(publication);
    if (!takes(this.client, publication, payload)) return refuse(this.client, "refused: too long");
    if (notTakenWords(this.client, publication) !== "") return refuse(this.client, "refused: not taken");
    this.turns.noteTime();
    if (publication.qos === 0) return this.publishUnanswered(publication, bytesOf(payload));
    return publish(this.client, publication, bytesOf(payload));
  }

  private publishUnanswered(publication: Publication, payload: string): Outcome {
    const { client, unanswered } = this;
    if (unanswered.refusal(publication, payload.length) !== "") return refuse(client, "refused: not taken");
    if (!unanswered.mayGo(publication, payload.length)) return refuse(client, "refused: busy");
    const outcome = counted(client, publish(client, publication, payload));
    if (outcome === "sent") unanswered.wrote(publication, payload.length);
    return outcome;
  }

  /** Throws a `SendError` for a message that is refused at once. */
  send(publication: Publication, payload: Payload, manner: Manner): Promise<SentMessage> {
    if (!this.life.isRunning()) {
      const ended = this.life.endReason() ?? HAS_ENDED;
      const why = ended === HAS_ENDED ? "" : ` (${ended})`;
      throw new SendError(textOf(topicOf(publication)), `was refused: its client has ended${why}`);
    }
    if (!takes(this.client, publication, payload))
      throw new SendError(textOf(topicOf(publication)), `was ${refuse(this.client, "refused: too long")}`);
    this.turns.noteTime();
    this.sends ??= this.newSends();
    // A store has text, and whoever aborts does not learn when the bytes are free again.
    const staysBytes = manner.isLent && manner.signal === undefined && this.options.store === undefined;
    const content = staysBytes && isLong(payload) ? lent(payload) : bytesOf(payload);
    return this.sends.send(publication, content, manner);
  }

  /** A message at QoS 0 to a topic that was noted; `undefined` where it is to take the way of all others. */
  sendAgain(topic: string, payload: Payload, retain: boolean): Promise<SentMessage> | undefined {
    const { client, sends } = this;
    const publication = sends?.prepared.of(topic, retain);
    if (sends === undefined || publication === undefined || !this.life.isRunning()) return undefined;
    if (payloadCheck(payload) !== undefined || isLong(payload)) return undefined;
    if (!takes(client, publication, payload)) return undefined;
    this.turns.noteTime();
    return sends.sendAtOnce(publication, bytesOf(payload));
  }

  /** The bytes of a topic that was noted. */
  soundTopic(topic: string): string | undefined {
    return this.sends?.prepared.bytes(topic);
  }

  /** A message has been sent there, with no fault in its topic. */
  noteTopic(topic: string, qos: Qos, retain: boolean): void {
    this.sends?.prepared.noteSound(topic);
    if (qos === 0) this.sends?.prepared.note(topic, retain);
  }

  request(topic: string, payload: Payload, options: RequestOptions): Promise<NodeMessage> {
    this.requests ??= new Requests(this.world, this, this.options.id);
    return this.requests.ask(topic, payload, options);
  }

  reply(filter: string, answer: Answering, options: Qos | ReplyOptions): Promise<Qos> {
    const answers = new Answers(this, (topic, why) => this.notices.dropped(topic, why));
    this.turns.noteTime();
    return this.subscriptions.addReply(
      filter,
      answering(this, filter, answer, answers, options),
      answeringByTopic(this, filter, answer, answers, options),
      options,
    );
  }

  /** Throws where it cannot be stopped in this way. */
  checkGoodbye(options: StopOptions): void {
    checkStopOptions(options, this.options);
  }

  stop(done: () => void, withinMs: number, goodbye?: StopOptions): Promise<void> {
    this.goodbye ??= goodbye;
    const ended = this.life.stop(done, withinMs);
    this.turns.wake();
    return ended;
  }

  kill(): void {
    this.link.drop();
    // A handler may do this: all other messages that have come go to no handler.
    abandon(this.client);
    this.end(HAS_ENDED);
  }

  // Its handlers, and the messages that wait for them, call these.

  isRunning(): boolean {
    return this.life.isRunning();
  }

  later(release: () => void): void {
    if (this.life.hasEnded()) return;
    this.turns.noteTime();
    release();
    this.turns.wake();
  }

  hearsFailures(): boolean {
    return this.options.handlerFailed !== undefined;
  }

  handlerFailed(topic: string, error: unknown): void {
    this.notices.handlerFailed(topic, error);
  }

  // Its turns call these (TurnsOwner).

  look(): void {
    this.ownUnanswered?.look();
    this.sends?.look();
    this.subscriptions.look();
    const { untaken, untakenTopic } = this.client.arrival;
    if (untaken > 0) this.notices.untaken(textOf(untakenTopic));
    if (this.life.isRunning()) this.status.putRight(this.client);
  }

  brokerCloses(): void {
    if (isConnected(this.client)) this.ownUnanswered?.ended();
    else this.ownUnanswered?.forgetBroker();
  }

  isSettled(): boolean {
    return isAllAcknowledged(this.client) && !awaitsHandlers(this.client) && this.sends?.isEmpty() !== false;
  }

  disconnect(): void {
    const { client } = this;
    const last = this.status.end(client);
    if (this.goodbye !== undefined && speaks5(client) && isConnected(client)) {
      send(client, last + goodbyePacket(this.goodbye));
      client.link.port.closeLink();
      abandon(client);
    } else disconnect(client, last, this.turns.instant());
    this.end(HAS_ENDED);
  }

  // The core's client calls these (ClientHost), and gives each function its host: the running client.

  connectLink(this: void, running: RunningClient): void {
    running.sends?.lookAtClock();
    running.ownUnanswered?.goTo(`${currentBroker(running.client)} ${otherBroker(running.client)}`);
    running.notices.state("connecting");
    const open = () =>
      running.link.open(currentBroker(running.client), otherBroker(running.client), running.turns);
    if (running.askedSecret === undefined) open();
    else running.askedSecret.ask(open);
  }

  chance(this: void, running: RunningClient, below: number): number {
    return running.link.drawPause(running.client, below);
  }

  greeted(this: void, running: RunningClient, present: boolean): string {
    running.notices.connected(present);
    running.sessionKept = present;
    if (running.options.cleanStart === true) running.session.goOn();
    arriveAtBroker(running.client);
    running.turns.releaseBehindNotices(running.waiters !== undefined);
    running.waiters?.connected(present);
    running.waiters = undefined;
    return running.status.birth(running.client);
  }

  lost(this: void, running: RunningClient, told: string): void {
    const reason = endLine(endWords(running.client, told));
    running.turns.forgetPacket();
    // A broker of 5.0 ends it in words.
    if (mayBeOfAPacket(running.client.protocol.reasonCode)) running.ownUnanswered?.ended();
    running.ownUnanswered?.forgetConnection();
    chooseBroker(running.client, running.options.host);
    leaveBroker(running.client);
    running.notices.lost(running.client, reason);
    running.authentication?.end(connectionError(running.client, reason));
    // The broker is asked for another version: that is the same attempt.
    if (endRefusedVersion(running.client)) return;
    if (running.options.reconnect !== false || running.ownSession?.isRenewing)
      running.notices.state("waiting");
    else {
      abandon(running.client);
      running.end(reason);
    }
  }

  dropped(this: void, running: RunningClient, publication: Publication, cause: number): void {
    const { client } = running;
    const answer = cause === DROPPED_REFUSED ? client.brokerReason : undefined;
    const refusal = answer === undefined ? undefined : brokerRefusal(answer);
    const says = refusal?.reasonString === undefined ? "" : ` (${refusal.reasonString})`;
    const why = (running.ownUnanswered?.why || dropWords(client, cause)) + says;
    if (running.sends?.dropped(publication, why, refusal) === true) return;
    running.notices.dropped(textOf(topicOf(publication)), why);
  }

  granted(this: void, running: RunningClient, filter: string, asked: number, granted: number): void {
    running.subscriptions.granted(filter, asked as Qos, granted);
  }

  skipped(this: void, { notices }: RunningClient, topic: string, bytes: number): void {
    notices.skipped(textOf(topic), bytes);
  }

  private end(reason: string): void {
    if (this.life.hasEnded()) return;
    this.notices.state("stopped");
    this.life.end(reason);
    const ended = endedWords(reason);
    this.sends?.end(ended);
    this.subscriptions.halt(ended);
    this.requests?.end(ended);
    this.waiters?.end(connectionError(this.client, reason));
    this.authentication?.end(connectionError(this.client, reason));
    this.turns.end();
    this.leaveSignal?.();
  }
}

/** The client has ended; the reason is given where the program has not ended it. */
function endedWords(reason: string): string {
  return reason === HAS_ENDED ? "client ended" : `client ended: ${reason}`;
}
