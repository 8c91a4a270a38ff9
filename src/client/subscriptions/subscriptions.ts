// Subscriptions of a program's client in Node: its handlers, its loops over
// messages, and the broker's answers.
import type { Client } from "../../mqtt/client.ts";
import { speaks5 } from "../../mqtt/protocol.ts";
import { RETAIN_AS_PUBLISHED } from "../../mqtt/subscribe-packet.ts";
import { leftOutWords } from "../../mqtt/subscription-stage.ts";
import {
  FILTER_REFUSED,
  leaveEarlier,
  type Subscriber,
  subscribeWith,
  unsubscribe,
} from "../../mqtt/subscriptions.ts";
import { onAbort, type Signal } from "../aborting.ts";
import { brokerRefusal } from "../faults/broker-refusal.ts";
import type { ClientNotices } from "../notices.ts";
import type { Qos, SubscriptionOptions } from "../options.ts";
import { requestsFilter } from "../requests/request-topics.ts";
import type { ClientStatus } from "../status.ts";
import { bytesOf, textOf } from "../text.ts";
import { Grants, neverGranted } from "./grants.ts";
import { MessageQueue } from "./message-queue.ts";
import { inOnePiece } from "./subscribers.ts";
import { optionsOf, qosOf } from "./subscription-options.ts";

export class ClientSubscriptions {
  /** Messages that a loop was too slow for. */
  unread = 0;
  private readonly client: Client;
  private readonly status: ClientStatus;
  private readonly notices: ClientNotices;
  /** The broker's answers; none before the program's first subscription. */
  private grants: Grants | undefined = undefined;
  /** Loops over messages, by their filters in bytes; none before the first. */
  private queues: Map<string, MessageQueue> | undefined = undefined;

  /** The second filters of replies, by the first in bytes; none before the first. */
  private besides: Map<string, string> | undefined = undefined;
  /** The reason why the client has ended, once it has: from then on nothing is granted. */
  private ended = "";

  constructor(client: Client, status: ClientStatus, notices: ClientNotices) {
    this.client = client;
    this.status = status;
    this.notices = notices;
  }

  add(filter: string, subscriber: Subscriber, options: Qos | SubscriptionOptions): Promise<Qos> {
    const bytes = bytesOf(filter);
    this.leave(bytes);
    const qos = qosOf(options);
    if (this.ended !== "") return neverGranted(filter, qos, this.ended);
    const optionBits = optionsOf(options);
    // This comes before the request: it is known at once whether the broker takes a packet of that length.
    this.grants ??= new Grants(this.client);
    const grant = this.grants.ask(bytes, qos);
    // The status is put right by what is not retained: the broker has to say that as it does for others.
    if (this.status.isTopic(filter))
      subscribeWith(
        this.client,
        bytes,
        qos,
        optionBits & ~RETAIN_AS_PUBLISHED,
        this.status.heardBy(subscriber),
      );
    else subscribeWith(this.client, bytes, qos, optionBits, subscriber);
    this.grants.look();
    return grant;
  }

  end(filter: string): Promise<void> {
    const bytes = bytesOf(filter);
    this.leave(bytes);
    // It subscribes to nothing any more, and no broker will say so.
    if (this.ended !== "") return Promise.resolve();
    if (this.status.isTopic(filter)) this.status.hear(this.client);
    else {
      leaveEarlier(this.client, bytes);
      unsubscribe(this.client, bytes);
    }
    this.grants ??= new Grants(this.client);
    return this.grants.leave(bytes);
  }

  /** For a reply, which has two filters: the end of the first is the end of both. */
  addReply(
    filter: string,
    own: Subscriber,
    byTopic: Subscriber,
    options: Qos | SubscriptionOptions,
  ): Promise<Qos> {
    const bytes = bytesOf(filter);
    const beside = requestsFilter(filter);
    this.besides ??= new Map();
    // Where it has a reply already, the filter beside it stays.
    this.besides.delete(bytes);
    const add = () => this.add(filter, own, options);
    const addBeside = () => this.add(beside, byTopic, options);
    // What brings the requests of its own version goes out first.
    const granted = speaks5(this.client) ? [add(), addBeside()] : [addBeside(), add()].reverse();
    this.besides.set(bytes, beside);
    const all = Promise.allSettled(granted).then(() => granted[speaks5(this.client) ? 0 : 1] as Promise<Qos>);
    all.catch(() => {});
    return all;
  }

  /** `left`: ends the subscription, because the loop was left. */
  messages(
    filter: string,
    options: SubscriptionOptions,
    most: number,
    signal: Signal | undefined,
    left: () => void,
  ): MessageQueue {
    const passOver = (topic: string) => {
      this.unread += 1;
      this.notices.unread(topic);
    };
    const queue = new MessageQueue(most, ({ topic }) => passOver(topic), left);
    const granted = this.add(
      filter,
      inOnePiece((message) => queue.push(message), this.client),
      options,
    );
    this.queues ??= new Map();
    this.queues.set(bytesOf(filter), queue);
    granted.catch((reason: unknown) => queue.finish({ reason }));
    queue.ended = onAbort(signal, (reason) => {
      queue.finish({ reason });
      left();
    });
    return queue;
  }

  /** The broker has granted less than requested. */
  granted(filter: string, requested: Qos, granted: number): void {
    const leftOut = leftOutWords(granted);
    if (leftOut !== "") {
      this.grants?.leftOut(filter, leftOut);
      this.notices.leftOut(textOf(filter), leftOut);
      return;
    }
    const words = this.client.brokerReason?.words ?? "";
    const isRefused = granted >= FILTER_REFUSED && speaks5(this.client);
    const refusal = isRefused ? brokerRefusal({ code: granted, words }) : undefined;
    this.grants?.granted(filter, granted, refusal);
    this.notices.granted(textOf(filter), requested, granted, refusal);
  }

  /** Something has come. */
  look(): void {
    this.grants?.look();
  }

  /** The client has ended. */
  halt(ended: string): void {
    this.ended = ended;
    this.grants?.end(ended);
    for (const queue of this.queues?.values() ?? []) queue.finish();
    this.queues = undefined;
  }

  /** A filter has lost all its handlers. */
  private leave(filter: string): void {
    this.queues?.get(filter)?.finish();
    this.queues?.delete(filter);
    const beside = this.besides?.get(filter);
    if (beside === undefined) return;
    this.besides?.delete(filter);
    void this.end(beside);
  }
}
