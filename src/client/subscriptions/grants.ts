// The broker's answers to SUBSCRIBE and UNSUBSCRIBE, as promises. A program that ignores a
// refused one goes on running.
import type { Client } from "../../mqtt/client.ts";
import { type Unsubscribe, unsubscribeOf } from "../../mqtt/program/unsubscribes.ts";
import { FILTER_REFUSED, isAnswered } from "../../mqtt/subscriptions.ts";
import { type BrokerRefusal, brokerRefusal, refusalWords } from "../faults/broker-refusal.ts";
import { SubscriptionError } from "../faults/errors.ts";
import type { Qos } from "../options.ts";
import { textOf } from "../text.ts";

interface Asked {
  qos: Qos;
  /** The broker's grant, where it is not the requested QoS. */
  granted?: number;
  /** The reason of a refusal, in MQTT 5.0. */
  refusal?: BrokerRefusal | undefined;
  resolve: (granted: Qos) => void;
  reject: (error: SubscriptionError) => void;
}

interface Left {
  unsubscribe: Unsubscribe;
  resolve: () => void;
  reject: (error: SubscriptionError) => void;
}

export class Grants {
  private readonly client: Client;
  /** By their filters in bytes; none where nothing waits. */
  private asked: Map<string, Asked[]> | undefined = undefined;
  private left: Left[] | undefined = undefined;
  /**
   * The state that answers depend on, when it was last looked at: the SUBSCRIBE, the last one of several, and
   * the answers.
   */
  private requested = 0;
  private awaited = 0;

  constructor(client: Client) {
    this.client = client;
  }

  /** The client is about to subscribe. */
  ask(filter: string, qos: Qos): Promise<Qos> {
    this.asked ??= new Map();
    const { asked } = this;
    const answer = new Promise<Qos>((resolve, reject) => {
      asked.set(filter, [...(asked.get(filter) ?? []), { qos, resolve, reject }]);
    });
    answer.catch(() => {});
    return answer;
  }

  /** The client has just ended a subscription. */
  leave(filter: string): Promise<void> {
    for (const { qos, reject } of this.asked?.get(filter) ?? [])
      reject(new SubscriptionError(textOf(filter), qos, "was ended before the broker had granted it"));
    this.asked?.delete(filter);
    const unsubscribe = unsubscribeOf(this.client, filter);
    if (unsubscribe === undefined) return Promise.resolve();
    this.left ??= [];
    const { left } = this;
    const answer = new Promise<void>((resolve, reject) => {
      const leaving = { unsubscribe, resolve, reject };
      // It may be longer than the broker takes, so that no answer will come.
      if (isSettled(leaving)) settleLeft(leaving);
      else left.push(leaving);
    });
    answer.catch(() => {});
    return answer;
  }

  /** The client does not request it any more; the reason in words. */
  leftOut(filter: string, why: string): void {
    const all = this.asked?.get(filter) ?? [];
    this.asked?.delete(filter);
    for (const { qos, reject } of all)
      reject(new SubscriptionError(textOf(filter), qos, `is given up: ${why}`));
  }

  /** The broker has granted less than requested. */
  granted(filter: string, granted: number, refusal: BrokerRefusal | undefined): void {
    for (const request of this.asked?.get(filter) ?? []) {
      request.granted = granted;
      request.refusal = refusal;
    }
  }

  /**
   * Something has come, or was requested: some subscriptions may be answered. An answer may come before
   * anything else: over TLS and WebSocket "drained" comes after it.
   */
  look(): void {
    const { requested, requestedFilters } = this.client.subscriptions;
    if (requested !== this.requested) this.settleAnswered(false);
    else if (requestedFilters !== this.awaited) this.settleAnswered(true);
    this.requested = requested;
    this.awaited = requestedFilters;
    if (this.left === undefined) return;
    for (const leaving of this.left) if (isSettled(leaving)) settleLeft(leaving);
    const others = this.left.filter((leaving) => !isSettled(leaving));
    this.left = others.length > 0 ? others : undefined;
  }

  /** The client has ended: nothing is answered any more, and it has no subscription. */
  end(ended: string): void {
    for (const [filter, all] of this.asked ?? [])
      for (const { qos, reject } of all) reject(notGranted(textOf(filter), qos, ended));
    this.asked = undefined;
    for (const { resolve } of this.left ?? []) resolve();
    this.left = undefined;
  }

  /**
   * `toFirst`: up to the first one that waits. With thousands, a look at all of them at each SUBACK would
   * take seconds.
   */
  private settleAnswered(toFirst: boolean): void {
    const { asked } = this;
    if (asked === undefined) return;
    for (const [filter, all] of asked) {
      if (!isAnswered(this.client, filter)) {
        if (toFirst) return;
        continue;
      }
      asked.delete(filter);
      for (const grant of all) settle(textOf(filter), grant);
    }
    if (asked.size === 0) this.asked = undefined;
  }
}

/** Is it answered, or will it never be? */
function isSettled({ unsubscribe: { isOver, refusal } }: Left): boolean {
  return isOver || refusal !== 0;
}

function settleLeft({ unsubscribe: { filter, refusal: code, words }, resolve, reject }: Left): void {
  if (code === 0) resolve();
  else {
    const refusal = brokerRefusal({ code, words });
    const why = `is not ended: the broker refuses it, ${refusalWords(refusal)}`;
    reject(new SubscriptionError(textOf(filter), undefined, why, refusal));
  }
}

function settle(filter: string, { qos, granted = qos, refusal, resolve, reject }: Asked): void {
  const why = `was refused by the broker${refusal === undefined ? "" : `: ${refusalWords(refusal)}`}`;
  if (granted >= FILTER_REFUSED) reject(new SubscriptionError(filter, qos, why, refusal));
  else resolve(granted as Qos);
}

/** For a caller that subscribes with a client that has ended; the error says why. */
export function neverGranted(filter: string, qos: Qos, ended: string): Promise<Qos> {
  const answer = Promise.reject(notGranted(filter, qos, ended));
  answer.catch(() => {});
  return answer;
}

function notGranted(filter: string, qos: Qos, ended: string): SubscriptionError {
  return new SubscriptionError(filter, qos, `was not granted before its ${ended}`);
}
