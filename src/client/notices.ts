// Notices of a client in Node to its program: a line of the log at once, and a call in a later turn, because
// the handler may publish or end the connection while the client is in the middle of something.

import type { Client } from "../mqtt/client.ts";
import { FILTER_REFUSED } from "../mqtt/subscriptions.ts";
import { type BrokerRefusal, refusalWords } from "./faults/broker-refusal.ts";
import { connectionError } from "./faults/errors.ts";
import { printable, thrownWords } from "./faults/foreign-text.ts";
import type { NodeClientOptions, Qos } from "./options.ts";
import type { ClientState } from "./state.ts";
import type { ClientWorld } from "./transport/client-world.ts";

export class ClientNotices {
  private readonly world: ClientWorld;
  private readonly options: NodeClientOptions;
  private hasToldUntaken = false;

  constructor(world: ClientWorld, options: NodeClientOptions) {
    this.world = world;
    this.options = options;
  }

  /** The client has come to another state, or will before this turn is over. */
  state(state: ClientState): void {
    const { stateChanged } = this.options;
    if (stateChanged !== undefined) this.world.after(0, () => stateChanged(state));
  }

  connected(present: boolean): void {
    this.log("connected");
    this.state("connected");
    const { connected } = this.options;
    if (connected !== undefined) this.world.after(0, () => connected(present));
  }

  lost(client: Client, reason: string): void {
    this.log(`not connected: ${reason}`);
    const { lost } = this.options;
    if (lost === undefined) return;
    const error = connectionError(client, reason);
    this.world.after(0, () => lost(error));
  }

  dropped(topic: string, why: string): void {
    this.log(`dropped: ${topic}, ${why}`);
    this.world.after(0, () => this.options.dropped?.(topic, why));
  }

  storeOpened({ damaged: lines, isLocked }: { damaged: number; isLocked: boolean }): void {
    if (!isLocked)
      this.log("the store is not locked, as the command flock is missing: start no other client with it");
    if (lines === 0) return;
    const why = `${lines === 1 ? "a damaged line of the store was" : `${lines} damaged lines of the store were`} left out`;
    this.log(why);
    this.world.after(0, () => this.options.dropped?.("", why));
  }

  /** The broker has granted less for a subscription than was requested. */
  granted(filter: string, asked: Qos, granted: number, refusal: BrokerRefusal | undefined): void {
    const { subscriptionRefused, qosLowered } = this.options;
    const why = refusal === undefined ? "" : `: ${refusalWords(refusal)}`;
    this.log(
      granted >= FILTER_REFUSED
        ? `broker refused the subscription ${filter}${why}`
        : `broker grants only QoS ${granted} to the subscription ${filter}`,
    );
    this.world.after(0, () =>
      granted >= FILTER_REFUSED ? subscriptionRefused?.(filter) : qosLowered?.(filter, asked, granted as Qos),
    );
  }

  /** The client does not request a subscription any more. */
  leftOut(filter: string, why: string): void {
    this.log(`the subscription ${filter} is given up: ${why}`);
    this.world.after(0, () => this.options.subscriptionRefused?.(filter));
  }

  /** No subscription takes a message. */
  untaken(topic: string): void {
    if (this.hasToldUntaken) return;
    this.hasToldUntaken = true;
    this.log(`untaken: ${topic}, no subscription takes it; more are counted`);
  }

  /** A loop over `messages()` is too slow. */
  unread(topic: string): void {
    this.log(`unread: ${topic}, its loop is too slow`);
  }

  /** The handler of a message has rejected or thrown. */
  handlerFailed(topic: string, error: unknown): void {
    this.log(`handler failed: ${topic}, ${thrownWords(error)}`);
    this.world.after(0, () => this.options.handlerFailed?.(topic, error));
  }

  skipped(topic: string, bytes: number): void {
    this.log(`passed over: ${topic}, a packet of ${bytes} bytes is longer than limits.packetBytes`);
    this.world.after(0, () => this.options.skipped?.(topic, bytes));
  }

  /** Topics, filters and errors may quote others' words. */
  private log(line: string): void {
    this.world.log(printable(line));
  }
}
