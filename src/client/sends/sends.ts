// Messages of a program that are sent with a promise: each is settled by its handshake, and one that has no
// room waits for it.
import { elapsed } from "../../bytes/milliseconds.ts";
import type { Client } from "../../mqtt/client.ts";
import { dropExpired } from "../../mqtt/deadline.ts";
import { DROPPED_EXPIRED, drop } from "../../mqtt/dropped.ts";
import { isKept, publish } from "../../mqtt/outbox.ts";
import { counted, type Outcome, refuse } from "../../mqtt/outcome.ts";
import { expireAfter, noteStored, type Publication, topicOf } from "../../mqtt/publication.ts";
import { NO_SUBSCRIBERS } from "../../mqtt/version-5/reason.ts";
import { onAbort } from "../aborting.ts";
import { notTakenWords } from "../faults/broker-offer.ts";
import type { BrokerRefusal } from "../faults/broker-refusal.ts";
import { SendError } from "../faults/errors.ts";
import { textOf } from "../text.ts";
import { tellExpiry } from "./long-deadline.ts";
import { isLent } from "./long-payload.ts";
import { PreparedTopics } from "./prepared-topics.ts";
import {
  errorFor,
  isLate,
  lessWaited,
  type Manner,
  NOT_STORED,
  type Send,
  type SentMessage,
} from "./send-record.ts";
import type { SendStore } from "./send-store.ts";
import { NO_SENT_ID, sentId } from "./sent-id.ts";
import { msLeft, publicationOf, type StoredSend } from "./stored-send.ts";
import type { Unanswered } from "./unanswered.ts";

/** Reports a message without a promise: its topic, and the reason why it is dropped. */
type TellDropped = (topic: string, why: string) => void;

/** Schedules `dropLate` in so many milliseconds; returns the function that cancels it. */
type LookIn = (ms: number) => () => void;

/** Refusals that may be different a little later. */
const PASSING: readonly Outcome[] = ["refused: offline", "refused: busy", "refused: full"];

/** The number of messages that are looked at each time. */
const FEW = 64;
/**
 * The pause between looks at more of them: one that is acknowledged before an older one waits no longer for
 * its promise.
 */
const LOOK_MS = 20;

export class Sends {
  /**
   * The times that the client's ring was full for a waiting message: its sender would not call these
   * refusals.
   */
  postponed = 0;
  readonly prepared: PreparedTopics;
  private readonly client: Client;
  private readonly lookIn: LookIn;
  private readonly tellDropped: TellDropped;
  private readonly unanswered: Unanswered;
  private readonly store: SendStore | undefined;
  /** Messages in the ring, in their order; those that wait for room come behind them. */
  private kept: Send[] = [];
  private readonly waiting: Send[] = [];
  /**
   * The time of the last look at all messages in the ring, and the number of connections then; is another
   * look due soon?
   */
  private lookedAt = 0;
  private connects = 0;
  private isToLook = false;
  /** The message at QoS 0 that is on the link: does it end the connection? */
  private tried: Send | undefined = undefined;
  /** The message at QoS 0 whose bytes are lent, and have not all left. */
  private leaving: Send | undefined = undefined;
  /** The message that is being handed to the client, which may drop it at once. */
  private handedOver: Send | undefined = undefined;

  constructor(
    client: Client,
    lookIn: LookIn,
    tellDropped: TellDropped,
    unanswered: Unanswered,
    store?: SendStore,
  ) {
    this.client = client;
    this.prepared = new PreparedTopics(client);
    this.unanswered = unanswered;
    this.lookIn = lookIn;
    this.tellDropped = tellDropped;
    this.store = store;
    // Messages that an earlier client had not settled come first.
    for (const [number, stored] of store?.unsettled() ?? []) this.takeOver(number, stored);
  }

  /**
   * A message of an earlier process goes out as a new one, or is dropped if its time has passed meanwhile.
   */
  private takeOver(number: number, stored: StoredSend): void {
    const publication = publicationOf(stored);
    if ((msLeft(stored, Date.now()) ?? 1) > 0)
      this.promised(publication, stored.payload, { waits: true, until: stored.until }, number, false).catch(
        () => {},
      );
    else {
      this.store?.settle(number);
      drop(this.client, publication, DROPPED_EXPIRED);
    }
  }

  /**
   * Sends a new message, behind all that wait. `payload`: one character a byte. The publication's deadline
   * counts from now on.
   */
  send(publication: Publication, payload: string, manner: Manner): Promise<SentMessage> {
    return this.promised(publication, payload, manner, this.stored(publication, payload, manner), true);
  }

  /** At QoS 0, with a publication of `prepared`; `undefined` where it may have to wait, or be tried. */
  sendAtOnce(publication: Publication, payload: string): Promise<SentMessage> | undefined {
    const { client, unanswered } = this;
    if (this.waiting.length > 0 || !unanswered.isCalm() || notTakenWords(client, publication) !== "")
      return undefined;
    const outcome = publish(client, publication, payload);
    // What passes is tried again on the way of all others; what does not is counted by now.
    if (PASSING.includes(outcome)) return undefined;
    if (outcome !== "sent")
      return Promise.reject(new SendError(textOf(topicOf(publication)), `was ${outcome}`));
    unanswered.wrote(publication, payload.length);
    return Promise.resolve({ id: NO_SENT_ID });
  }

  private promised(
    publication: Publication,
    payload: string,
    { waits, signal, until }: Manner,
    number: number,
    isPromised: boolean,
  ): Promise<SentMessage> {
    const { deadline, fixedProperties: properties } = publication;
    if (number !== NOT_STORED) noteStored(publication, number);
    const since = this.client.instant;
    let stopWatching = nothing;
    let stopTimer = nothing;
    const sent = new Promise<SentMessage>((resolve, reject) => {
      const send: Send = {
        publication,
        payload,
        waits,
        since,
        deadline,
        number,
        id: NO_SENT_ID,
        properties,
        until,
        isPromised,
        resolve,
        reject,
      };
      if (signal !== undefined) stopWatching = onAbort(signal, (reason) => this.abandon(send, reason));
      if (signal?.aborted !== true) this.add(send);
    });
    if (signal === undefined && deadline === 0) return sent;
    if (deadline > 0) stopTimer = this.lookIn(deadline + 1);
    return sent.finally(() => {
      stopWatching();
      stopTimer();
    });
  }

  /** Something has come, or gone: some messages may be settled, and others begin. */
  look(): void {
    if (this.kept.length > 0) this.settleAcknowledged();
    if (this.tried !== undefined && !this.unanswered.isTried(this.tried.publication)) this.settleTried();
    if (this.leaving !== undefined && this.client.link.pending === 0) this.settleLeaving();
    let begun = 0;
    while (begun < this.waiting.length && this.begin(this.waiting[begun] as Send)) begun += 1;
    this.waiting.splice(0, begun);
  }

  private settleTried(): void {
    const { tried } = this;
    this.tried = undefined;
    if (tried !== undefined) this.settle(tried);
  }

  private settleLeaving(): void {
    const { leaving } = this;
    this.leaving = undefined;
    if (leaving !== undefined) this.settle(leaving);
  }

  /**
   * A broker acknowledges in order: nearly always the first ones are over. A program has thousands under way,
   * so all are rarely looked at.
   */
  private settleAcknowledged(): void {
    const { client, kept } = this;
    let over = 0;
    while (over < kept.length && !isKept(client, (kept[over] as Send).publication)) over += 1;
    for (const send of kept.splice(0, over)) this.settle(send);
    const { connects } = client.connection;
    const isOften = elapsed(client.instant, this.lookedAt) < LOOK_MS && connects === this.connects;
    if (isOften && kept.length > FEW) {
      if (!this.isToLook) this.lookIn(LOOK_MS);
      this.isToLook = true;
      return;
    }
    this.isToLook = false;
    this.lookedAt = client.instant;
    let isOverLater = false;
    for (const send of kept) {
      if (!isKept(client, send.publication)) isOverLater = true;
      // Each connection may give it another one. What is settled within one turn has left its own in its
      // slot.
      else if (send.id === NO_SENT_ID || connects !== this.connects) this.noteId(send);
    }
    this.connects = connects;
    if (!isOverLater) return;
    this.kept = kept.filter((send) => isKept(client, send.publication));
    for (const send of kept) if (!isKept(client, send.publication)) this.settle(send);
  }

  /** The time of a message may be over. */
  dropLate(): void {
    dropExpired(this.client);
    const late = this.waiting.filter((send) => isLate(this.client, send));
    for (const send of late) {
      this.waiting.splice(this.waiting.indexOf(send), 1);
      this.settleLate(send);
    }
  }

  /**
   * A connection is about to be tried. A computer's clock may be days behind when the process starts, and be
   * set once there is a network: then the time of an earlier process's messages has passed all at once.
   */
  lookAtClock(): void {
    const now = Date.now();
    const isOver = ({ until = now + 1 }: Send) => until <= now;
    const all = [...this.kept, ...this.waiting];
    for (const send of all) tellExpiry(send);
    const over = all.filter(isOver);
    if (over.length === 0) return;
    for (const send of over) {
      send.deadline = 1;
      expireAfter(send.publication, 1);
    }
    this.dropLate();
  }

  isEmpty(): boolean {
    return (
      this.kept.length === 0 &&
      this.waiting.length === 0 &&
      this.tried === undefined &&
      this.leaving === undefined
    );
  }

  /** The client has dropped a message, or its broker has refused it. Was it one of these? */
  dropped(publication: Publication, why: string, refusal: BrokerRefusal | undefined): boolean {
    const isHandedOver = this.handedOver?.publication === publication;
    const isTried = this.tried?.publication === publication;
    const send = isHandedOver
      ? this.handedOver
      : isTried
        ? this.tried
        : this.kept.find((send) => send.publication === publication);
    if (send === undefined) return false;
    if (isHandedOver) this.handedOver = undefined;
    else if (isTried) this.tried = undefined;
    else this.kept = this.kept.filter((keptSend) => keptSend !== send);
    this.unstore(send);
    send.reject(errorFor(send, `was dropped: ${why}`, refusal));
    return send.isPromised;
  }

  /**
   * The client has ended: nobody will learn the fate of the others. The store keeps them for the next client.
   */
  end(ended: string): void {
    this.settleTried();
    this.settleLeaving();
    for (const send of [...this.kept, ...this.waiting])
      send.reject(errorFor(send, `was not acknowledged before its ${ended}`));
    this.kept = [];
    this.waiting.length = 0;
    this.store?.close();
  }

  private add(send: Send): void {
    if (this.waiting.length === 0 && this.begin(send)) return;
    if (send.waits) this.waiting.push(send);
    else this.settle(send, errorFor(send, "was refused: full"));
  }

  /** Hands a message to the client. False when it has to wait. */
  private begin(send: Send): boolean {
    if (isLate(this.client, send)) {
      this.settleLate(send);
      return true;
    }
    const why = this.refusalBefore(send);
    if (why !== "") {
      this.settle(send, errorFor(send, `was refused: ${why}`));
      return true;
    }
    if (send.waits && !this.mayGo(send)) return false;
    lessWaited(this.client, send);
    tellExpiry(send);
    this.handedOver = send;
    const outcome = this.handOver(send);
    const isDropped = this.handedOver === undefined;
    this.handedOver = undefined;
    return isDropped || this.record(send, outcome);
  }

  /** The reason for which a message is refused before the client gets it, in words; "" for none. */
  private refusalBefore({ publication, payload }: Send): string {
    const untaken = notTakenWords(this.client, publication);
    if (untaken !== "") return `its broker does not take it (${untaken})`;
    if (publication.qos > 0) return "";
    const why = this.unanswered.refusal(publication, payload.length);
    if (why !== "") refuse(this.client, "refused: not taken");
    return why;
  }

  /** At QoS 0, a message that may end the connection waits for its turn to be tried (unanswered.ts). */
  private mayGo({ publication, payload }: Send): boolean {
    return publication.qos > 0 || this.unanswered.mayGo(publication, payload.length);
  }

  /** Puts a message where its outcome belongs. False when it has to wait. */
  private record(send: Send, outcome: Outcome): boolean {
    if (outcome === "kept") {
      this.kept.push(send);
      this.noteId(send);
    } else if (outcome === "sent") {
      if (this.unanswered.wrote(send.publication, send.payload.length)) this.tried = send;
      else if (isLent(send.payload)) this.leaving = send;
      else this.settle(send);
    } else if (send.waits && PASSING.includes(outcome)) {
      if (outcome === "refused: full") this.postponed += 1;
      return false;
    } else this.settle(send, errorFor(send, `was ${counted(this.client, outcome)}`));
    return true;
  }

  /** Lent bytes, which the client does not count as pending, leave by an idle link at QoS 0. */
  private handOver({ publication, payload }: Send): Outcome {
    if (publication.qos === 0 && isLent(payload) && this.client.link.pending > 0) return "refused: busy";
    return publish(this.client, publication, payload);
  }

  /**
   * The sender no longer waits: its message is taken back if it waits for room, and goes its way if it has
   * its place.
   */
  private abandon(send: Send, reason: unknown): void {
    const place = this.waiting.indexOf(send);
    if (place >= 0) this.waiting.splice(place, 1);
    if (!this.kept.includes(send)) this.unstore(send);
    send.reject(reason);
  }

  /**
   * Counted and reported like a message whose time is over in the ring: the client drops it, and calls `dropped`,
   * which rejects it.
   */
  private settleLate(send: Send): void {
    this.handedOver = send;
    drop(this.client, send.publication, DROPPED_EXPIRED);
  }

  private settle(send: Send, error?: SendError): void {
    this.unstore(send);
    if (error !== undefined) {
      send.reject(error);
      if (!send.isPromised) this.tellDropped(error.topic, error.why);
    } else {
      if (send.publication.qos > 0 && send.id === NO_SENT_ID) this.noteId(send);
      const { isUnheard } = send.publication;
      send.resolve(isUnheard ? { id: send.id, reasonCode: NO_SUBSCRIBERS } : { id: send.id });
    }
  }

  private noteId(send: Send): void {
    send.id = sentId(this.client, send.publication);
  }

  private stored(publication: Publication, payload: string, manner: Manner): number {
    const { qos, header, deadline, fixedProperties: properties } = publication;
    if (this.store === undefined || manner.isOfThisProcess || (qos !== 1 && qos !== 2)) return NOT_STORED;
    const topic = textOf(topicOf(publication));
    try {
      const now = Date.now();
      const until = deadline > 0 ? now + deadline : manner.until;
      const time = until === undefined ? {} : { until, deadline: until - now };
      return this.store.hold({ topic, payload, qos, retain: header % 2 === 1, properties, ...time });
    } catch (error) {
      throw new SendError(topic, `was refused: its store cannot be written (${(error as Error).message})`);
    }
  }

  private unstore({ number }: Send): void {
    if (number !== NOT_STORED) this.store?.settle(number);
  }
}

function nothing(): void {}
