// Subscriptions that are ended, and whose UNSUBSCRIBE is not answered yet (MQTT 3.1.1, 3.10 and 3.11): in a
// kept session the broker has them until then.
import { elapsed, isSince } from "../../bytes/milliseconds.ts";
import { lengthPrefixed } from "../../bytes/text.ts";
import type { Client } from "../client.ts";
import { ANSWER_MS, isConnected } from "../connection-state.ts";
import { send } from "../link.ts";
import { afterProperties, isTooLong } from "../protocol.ts";
import { nextRequestId } from "../request-id.ts";
import { unsubscribePacket } from "../subscribe-packet.ts";
import { LEAST_FAILURE, PACKET_TOO_LARGE, UNSPECIFIED } from "../version-5/reason.ts";

export interface Unsubscribe {
  filter: string;
  /** The identifier of the packet, and the time when it went out. */
  id: number;
  askedAt: number;
  /**
   * The request is over: the broker no longer has the filter, refuses to end it, or gets a new SUBSCRIBE for
   * it.
   */
  isOver: boolean;
  /**
   * The reason code of a refusal in 5.0, or 0; and the broker's words, or "". A request that is too long for
   * this broker has these too, and waits for another broker.
   */
  refusal: number;
  words: string;
}

export interface Unsubscribes {
  /** In the order of their packets. Finished ones stay until they are half of all. */
  all: Unsubscribe[];
  over: number;
}

/** None. One list for thousands of clients: nothing is stored in it. */
const NO_UNSUBSCRIBES: Unsubscribe[] = [];

export function createUnsubscribes(): Unsubscribes {
  return { all: NO_UNSUBSCRIBES, over: 0 };
}

/** Asks the broker to end a subscription, now or as soon as it is there. */
export function endAtBroker(client: Client, filter: string): void {
  const unsubscribe: Unsubscribe = { filter, id: 0, askedAt: 0, isOver: false, refusal: 0, words: "" };
  if (client.unsubscribes.all === NO_UNSUBSCRIBES) client.unsubscribes.all = [];
  client.unsubscribes.all.push(unsubscribe);
  if (!isConnected(client)) return;
  const packet = packetOf(client, unsubscribe);
  if (packet !== "") send(client, packet);
}

/** The filter is subscribed to again, so its request is dropped. Returns whether there was one. */
export function dropUnsubscribe(client: Client, filter: string): boolean {
  const unsubscribe = unsubscribeOf(client, filter);
  if (unsubscribe === undefined) return false;
  end(client, unsubscribe);
  return true;
}

/**
 * The request for a filter that waits for its answer, or for a connection. The newest is found first: nearly
 * always it is that.
 */
export function unsubscribeOf(client: Client, filter: string): Unsubscribe | undefined {
  const all = client.unsubscribes.all;
  for (let i = all.length - 1; i >= 0; i--) {
    if (!all[i].isOver && all[i].filter === filter) return all[i];
  }
  return undefined;
}

/** The request that has waited longest. */
export function oldestUnsubscribe(client: Client): Unsubscribe | undefined {
  for (const unsubscribe of client.unsubscribes.all) {
    if (!unsubscribe.isOver && unsubscribe.refusal === 0) return unsubscribe;
  }
  return undefined;
}

/** Milliseconds until it must be answered: 0 or less when it is not. */
export function untilUnsuback(unsubscribe: Unsubscribe, now: number): number {
  return ANSWER_MS - elapsed(now, unsubscribe.askedAt);
}

/** For requests made since `since`, the time begins at `from`. */
export function awaitUnsubacksAnew(client: Client, since: number, from: number): void {
  for (const unsubscribe of client.unsubscribes.all) {
    if (isSince(unsubscribe.askedAt, since)) unsubscribe.askedAt = from;
  }
}

/** On a new connection: an UNSUBSCRIBE of each filter that a kept session still has. */
export function unsubscribeAll(client: Client): string {
  let packets = "";
  for (const unsubscribe of client.unsubscribes.all) {
    if (!unsubscribe.isOver) packets = packets + packetOf(client, unsubscribe);
  }
  return packets;
}

/** UNSUBACK of 5.0: the broker answers the filter of packet `id` with this reason code. @cold */
export function noteUnsubackReason(client: Client, id: number, code: number): void {
  if (code < LEAST_FAILURE) return;
  for (const unsubscribe of client.unsubscribes.all) {
    if (unsubscribe.id !== id) continue;
    unsubscribe.refusal = code;
    unsubscribe.words = client.brokerReason?.words ?? "";
  }
}

/**
 * UNSUBACK: the broker no longer has the filter, or will not end it. An UNSUBACK for no request is ignored.
 */
export function takeUnsuback(client: Client, id: number): void {
  for (const unsubscribe of client.unsubscribes.all) {
    if (!unsubscribe.isOver && unsubscribe.id === id) {
      end(client, unsubscribe);
      return;
    }
  }
}

/** The client stops asking for it: the broker has ended the connection each time. */
export function giveUpUnsubscribe(client: Client, unsubscribe: Unsubscribe): void {
  unsubscribe.refusal = UNSPECIFIED;
  unsubscribe.words = "the broker ended the connection five times after it";
  end(client, unsubscribe);
}

/** In a new session the broker has none of the filters. */
export function forgetUnsubscribes(client: Client): void {
  for (const unsubscribe of client.unsubscribes.all) unsubscribe.isOver = true;
  client.unsubscribes.all = NO_UNSUBSCRIBES;
  client.unsubscribes.over = 0;
}

function packetOf(client: Client, unsubscribe: Unsubscribe): string {
  unsubscribe.id = nextRequestId(client);
  unsubscribe.askedAt = client.instant;
  const packet = unsubscribePacket(
    unsubscribe.id,
    afterProperties(client, lengthPrefixed(unsubscribe.filter)),
  );
  unsubscribe.refusal = isTooLong(client, packet) ? PACKET_TOO_LARGE : 0;
  return unsubscribe.refusal === 0 ? packet : "";
}

function end(client: Client, unsubscribe: Unsubscribe): void {
  unsubscribe.isOver = true;
  client.unsubscribes.over += 1;
  if (client.unsubscribes.over * 2 < client.unsubscribes.all.length) return;
  const before = client.unsubscribes.all;
  client.unsubscribes.all = [];
  client.unsubscribes.over = 0;
  for (const earlier of before) {
    if (!earlier.isOver) client.unsubscribes.all.push(earlier);
  }
}
