// Subscriptions: whose they are, and keeping the broker's list the same as ours (MQTT 3.1.1, 3.8 to 3.11).
import { elapsed, isSince } from "../bytes/milliseconds.ts";
import { lengthPrefixed } from "../bytes/text.ts";
import { MQTT5, PERSISTENT_SESSION, SUBSCRIPTION_IDENTIFIERS, UNSUBSCRIBES, WILDCARDS } from "../features.ts";
import type { Client } from "./client.ts";
import { asksForClean } from "./connect-packet.ts";
import { ANSWER_MS, isConnected } from "./connection-state.ts";
import { send } from "./link.ts";
import { addFilter, createFilterTree, type FilterTree, removeFilter } from "./program/filter-tree.ts";
import {
  forgetRequests,
  givesIdentifiers,
  identifierProperties,
  identify,
  nextIdentifier,
  noteRequest,
  OF_ITS_TOPIC,
  takeRequest,
  unidentify,
  unidentifyAll,
} from "./program/subscription-identifiers.ts";
import { dropUnsubscribe, endAtBroker, forgetUnsubscribes, unsubscribeOf } from "./program/unsubscribes.ts";
import { afterProperties, isTooLong, speaks5 } from "./protocol.ts";
import { nextRequestId } from "./request-id.ts";
import { NO_OPTIONS, requestedFilter, subscribePacket } from "./subscribe-packet.ts";
import {
  AGAIN,
  ANSWERED,
  ASKED,
  ENDED,
  LEFT_ENDING,
  LEFT_LONG,
  type LeftOut,
  type SubscriptionStage,
  UNASKED,
  UNSURE,
} from "./subscription-stage.ts";
import { isPattern } from "./topic.ts";

/** Takes messages. */
export interface Subscriber {
  /**
   * Takes messages; it is given its own subscriber. `retained`: the broker has kept the message since before
   * the subscription.
   */
  deliver(this: void, subscriber: Subscriber, payload: string, retained: boolean, topic: string): void;
  /**
   * Takes in parts a payload that is longer than the device takes in one piece (`ClientLimits.packetBytes`):
   * `at` is the place of the part in the payload of `bytes` bytes. A part at 0 begins a message, even if the
   * one before broke off.
   */
  deliverPart?(
    this: void,
    subscriber: Subscriber,
    part: string,
    at: number,
    bytes: number,
    topic: string,
  ): void;
}

export interface Subscription {
  filter: string;
  qos: number;
  /** In 5.0: those of subscribe-packet.ts, added. */
  options: number;
  /** In 5.0, where subscriptions have identifiers (program/subscription-identifiers.ts). */
  identifier: number;
  subscriber: Subscriber;
  stage: SubscriptionStage;
}

export interface Subscriptions {
  /** By their filters with the length in front, as a topic stands in a packet. */
  routes: Record<string, Subscription | undefined>;
  /** Subscriptions with a wildcard or a group, if there are any. */
  patterns: Patterns | undefined;
  /** All subscriptions. Ended ones stay in the list until they are half of it; `ended` counts them. */
  all: Subscription[];
  ended: number;
  /**
   * The SUBSCRIBE that waits for its answer: its packet identifier, 0 for none; its number of filters, and
   * the time when it went out. Where subscriptions have identifiers: the last one that went out, the number
   * that wait, and the time of the newest answer.
   */
  requested: number;
  requestedFilters: number;
  requestedAt: number;
  /** The most filters of a SUBSCRIBE: fewer than usual once a connection has ended on one. */
  most: number;
}

/** The most filters of a SUBSCRIBE: AWS takes no more. */
const MOST_FILTERS = 8;

/** Subscriptions that are not found by a message's exact topic. */
interface Patterns {
  /** By their filter with its length in front, and by its levels. */
  byFilter: Record<string, Subscription | undefined>;
  tree: FilterTree;
}

export function createSubscriptions(): Subscriptions {
  return {
    routes: {},
    patterns: undefined,
    all: [],
    ended: 0,
    requested: 0,
    requestedFilters: 0,
    requestedAt: 0,
    most: MOST_FILTERS,
  };
}

/** Replaces the list by a copy that is no longer than its entries, where thousands of clients get no more. */
export function replaceList(client: Client, all: Subscription[]): void {
  client.subscriptions.all = all;
}

/** The link is gone, and the answer to a SUBSCRIBE will not come. @inline */
export function forgetRequest(client: Client): void {
  client.subscriptions.requested = 0;
}

/** Does a SUBSCRIBE wait for its answer? */
export function awaitsSuback(client: Client): boolean {
  return client.subscriptions.requested !== 0;
}

/** Milliseconds until the answer must come: 0 or less when it is late. */
export function untilSuback(client: Client, now: number): number {
  return ANSWER_MS - elapsed(now, client.subscriptions.requestedAt);
}

/** If the SUBSCRIBE went out since `since`, the time for its answer begins at `from`. */
export function awaitSubackAnew(client: Client, since: number, from: number): void {
  const { subscriptions } = client;
  if (isSince(subscriptions.requestedAt, since)) subscriptions.requestedAt = from;
}

/**
 * A return code up to this is the QoS granted. The broker refuses the filter by the code below; in 5.0 by one
 * from that on (3.9.3).
 */
const HIGHEST_QOS = 2;
export const FILTER_REFUSED = 0x80;

/**
 * Routes messages that match `filter` to `subscriber`, from now on, through every connection. A filter has
 * one subscriber: subscribing again replaces it. `filter` must be valid (topic.ts).
 */
export function subscribe(client: Client, filter: string, qos: number, subscriber: Subscriber): void {
  subscribeWith(client, filter, qos, NO_OPTIONS, subscriber);
}

/** The same with options of 5.0. */
export function subscribeWith(
  client: Client,
  filter: string,
  qos: number,
  options: number,
  subscriber: Subscriber,
): void {
  const earlier = listed(client, filter);
  let stage: SubscriptionStage = UNASKED;
  if (UNSUBSCRIBES) {
    // The broker may have the filter: if it is ended again before it is requested, the broker has to be told.
    const isKnown = earlier !== undefined && isKnownToBroker(earlier);
    if (dropUnsubscribe(client, filter) || isKnown) stage = AGAIN;
  }
  // In place before the SUBSCRIBE: a message may come before its SUBACK (3.8.4).
  if (earlier === undefined) {
    const identifier = SUBSCRIPTION_IDENTIFIERS ? nextIdentifier(client, filter) : 0;
    enlist(client, { filter, qos, options, identifier, subscriber, stage });
  } else {
    earlier.qos = qos;
    earlier.options = options;
    earlier.subscriber = subscriber;
    earlier.stage = stage;
  }
  if (isConnected(client) && client.subscriptions.requested === 0) send(client, subscribeAll(client));
}

/** Ends a subscription. */
export function unsubscribe(client: Client, filter: string): void {
  if (!UNSUBSCRIBES) return;
  const subscription = listed(client, filter);
  if (subscription === undefined) return;
  const isKnown = isKnownToBroker(subscription);
  unlist(client, subscription);
  if (isKnown) endAtBroker(client, filter);
}

/**
 * Ends a subscription that this client does not have, but that its kept session may have from an earlier
 * life.
 */
export function leaveEarlier(client: Client, filter: string): void {
  if (asksForClean(client.greeting) || listed(client, filter) !== undefined) return;
  if (unsubscribeOf(client, filter) === undefined) endAtBroker(client, filter);
}

/** Has the broker received a SUBSCRIBE for it, in this session? */
function isKnownToBroker({ stage }: Subscription): boolean {
  return stage !== UNASKED && stage < LEFT_LONG;
}

/** Is it subscribed to, and has the broker answered, on this connection or an earlier one of the session? */
export function isAnswered(client: Client, filter: string): boolean {
  const stage = listed(client, filter)?.stage;
  return stage === UNSURE || stage === ANSWERED;
}

/** Has it not been ended? @inline */
export function isListed(subscription: Subscription): boolean {
  return !UNSUBSCRIBES || subscription.stage !== ENDED;
}

function listed(client: Client, filter: string): Subscription | undefined {
  const name = lengthPrefixed(filter);
  if (WILDCARDS && isPattern(filter)) return patternsOf(client).byFilter[name];
  return client.subscriptions.routes[name];
}

function enlist(client: Client, subscription: Subscription): void {
  client.subscriptions.all.push(subscription);
  const name = lengthPrefixed(subscription.filter);
  if (WILDCARDS && isPattern(subscription.filter)) {
    const patterns = patternsOf(client);
    patterns.byFilter[name] = subscription;
    addFilter(patterns.tree, subscription);
  } else client.subscriptions.routes[name] = subscription;
  if (SUBSCRIPTION_IDENTIFIERS) identify(client, subscription);
}

function patternsOf(client: Client): Patterns {
  const patterns = client.subscriptions.patterns ?? { byFilter: {}, tree: createFilterTree() };
  client.subscriptions.patterns = patterns;
  return patterns;
}

function unlist(client: Client, subscription: Subscription): void {
  subscription.stage = ENDED;
  client.subscriptions.ended += 1;
  const name = lengthPrefixed(subscription.filter);
  if (WILDCARDS && isPattern(subscription.filter)) {
    const patterns = patternsOf(client);
    patterns.byFilter[name] = undefined;
    removeFilter(patterns.tree, subscription);
  } else client.subscriptions.routes[name] = undefined;
  if (SUBSCRIPTION_IDENTIFIERS) unidentify(client, subscription);
  if (client.subscriptions.ended * 2 >= client.subscriptions.all.length) enlistAnew(client);
}

function enlistAnew(client: Client): void {
  const before = client.subscriptions.all;
  client.subscriptions.all = [];
  client.subscriptions.ended = 0;
  client.subscriptions.routes = {};
  client.subscriptions.patterns = undefined;
  if (SUBSCRIPTION_IDENTIFIERS) unidentifyAll(client);
  for (const subscription of before) {
    if (isListed(subscription)) enlist(client, subscription);
  }
}

/** One more filter does not make a SUBSCRIBE longer than this: the remaining ones go out after its answer. */
const MOST_FILTER_BYTES = 65536;

/**
 * A SUBSCRIBE for the filters not requested yet, or several; "" when there is nothing to request. @cold
 * @apart
 */
export function subscribeAll(client: Client): string {
  if (MQTT5 && SUBSCRIPTION_IDENTIFIERS && givesIdentifiers(client)) return subscribeByIdentifiers(client);
  let filters = "";
  let count = 0;
  for (const subscription of client.subscriptions.all) {
    if (subscription.stage >= ASKED || count === client.subscriptions.most) continue;
    if (UNSUBSCRIBES && filters.length >= MOST_FILTER_BYTES) break;
    const options = MQTT5 && speaks5(client) ? subscription.options : 0;
    const more = filters + requestedFilter(subscription.filter, subscription.qos + options);
    if (MQTT5 && isTooLong(client, subscribePacket(0, afterProperties(client, more)))) {
      if (count > 0) break;
      leaveOut(client, subscription, LEFT_LONG);
    } else {
      subscription.stage = ASKED;
      filters = more;
      count += 1;
    }
  }
  if (count === 0) return "";
  const id = nextRequestId(client);
  client.subscriptions.requested = id;
  client.subscriptions.requestedFilters = count;
  client.subscriptions.requestedAt = client.instant;
  return subscribePacket(id, afterProperties(client, filters));
}

/**
 * Filters that share an identifier are asked for together; where a connection has ended on a SUBSCRIBE, one
 * packet waits at a time.
 */
function subscribeByIdentifiers(client: Client): string {
  const { subscriptions } = client;
  let named: Subscription[] = [];
  let packets = "";
  let bytes = 0;
  subscriptions.requestedFilters = 0;
  forgetRequests(client);
  for (const subscription of subscriptions.all) {
    if (subscription.stage >= ASKED || bytes >= MOST_FILTER_BYTES) continue;
    if (isWary(client) && (packets !== "" || named.length === subscriptions.most)) break;
    const isNamed = subscription.identifier === OF_ITS_TOPIC;
    if (isWary(client) && !isNamed && named.length > 0) break;
    if (isTooLong(client, packetOf(0, [subscription]))) {
      leaveOut(client, subscription, LEFT_LONG);
      continue;
    }
    subscription.stage = ASKED;
    bytes += subscription.filter.length;
    if (!isNamed) packets = packets + subscribeTo(client, [subscription]);
    else if (named.length === 0) named.push(subscription);
    else if (named.length === subscriptions.most || !hasRoomFor(client, named, subscription)) {
      packets = packets + subscribeTo(client, named);
      named = [subscription];
    } else named.push(subscription);
  }
  return named.length === 0 ? packets : packets + subscribeTo(client, named);
}

/**
 * Does the broker take a SUBSCRIBE of those with one more? The packet's length may then need another byte.
 */
function hasRoomFor(
  client: Client,
  requested: readonly Subscription[],
  { filter, qos }: Subscription,
): boolean {
  return !isTooLong(client, packetOf(0, requested) + requestedFilter(filter, qos) + "-");
}

/** Has a connection ended on a SUBSCRIBE? */
function isWary(client: Client): boolean {
  return client.subscriptions.most < MOST_FILTERS;
}

/** One SUBSCRIBE of those, which have one identifier. */
function subscribeTo(client: Client, requested: readonly Subscription[]): string {
  const id = nextRequestId(client);
  client.subscriptions.requested = id;
  client.subscriptions.requestedFilters += 1;
  client.subscriptions.requestedAt = client.instant;
  noteRequest(client, id, requested);
  return packetOf(id, requested);
}

function packetOf(id: number, requested: readonly Subscription[]): string {
  let filters = "";
  for (const { filter, qos, options } of requested)
    filters = filters + requestedFilter(filter, qos + options);
  return subscribePacket(id, identifierProperties(requested) + filters);
}

/** A filter is not asked for any more. @cold */
export function leaveOut(client: Client, subscription: Subscription, why: LeftOut): void {
  subscription.stage = why;
  client.owner.granted(client.owner, subscription.filter, subscription.qos, why);
}

/**
 * The connection has ended while a SUBSCRIBE was out: from now on half as many filters go at once. Returns
 * the filter, where it was the only one. @cold
 */
export function askFewer(client: Client): Subscription | undefined {
  let first: Subscription | undefined;
  let count = 0;
  for (const subscription of client.subscriptions.all) {
    if (subscription.stage !== ASKED) continue;
    if (count === 0) first = subscription;
    count += 1;
  }
  if (count === 1) return first;
  client.subscriptions.most = Math.max(1, Math.min(count, client.subscriptions.most) >> 1);
  return undefined;
}

/** The broker may be another one: everything is asked for again, and as usual. @cold */
export function forgetLeftOut(client: Client): void {
  client.subscriptions.most = MOST_FILTERS;
  for (const subscription of client.subscriptions.all) {
    if (subscription.stage >= LEFT_LONG) subscription.stage = UNASKED;
  }
}

/**
 * CONNECT goes out. Where the answer to the one before was lost, it may have said that the session is a new
 * one, which the next answer calls present: then nobody knows which filters the broker has. @cold
 */
export function doubt(client: Client): void {
  for (const subscription of client.subscriptions.all) {
    if (subscription.stage === UNSURE) subscription.stage = AGAIN;
    else if (subscription.stage === ANSWERED) subscription.stage = UNSURE;
  }
}

/**
 * A new connection: what was asked and not answered is asked again, and in a new session (`present` false)
 * everything.
 */
export function renew(client: Client, present: boolean): void {
  client.subscriptions.requested = 0;
  if (UNSUBSCRIBES && !present) forgetUnsubscribes(client);
  for (const subscription of client.subscriptions.all) {
    if (!isListed(subscription) || subscription.stage === LEFT_ENDING) continue;
    if (!present || subscription.stage === LEFT_LONG) subscription.stage = UNASKED;
    else if (subscription.stage === ASKED) subscription.stage = AGAIN;
    else if (PERSISTENT_SESSION && subscription.stage === UNSURE) subscription.stage = ANSWERED;
  }
}

/**
 * The SUBACK that is waited for, its codes in `bytes` from `at` to `end`: one for each filter asked for, in
 * order [MQTT-3.9.3-1] [MQTT-3.9.3-2]. False for codes that no SUBACK may have; in 5.0 they are sound. @cold
 */
export function subscribed(client: Client, bytes: string, at: number, end: number): boolean {
  let isSound = client.subscriptions.requestedFilters === end - at;
  for (let i = at; i < end; i++) {
    const granted = bytes.charCodeAt(i);
    if (granted > HIGHEST_QOS && granted !== FILTER_REFUSED && !(MQTT5 && speaks5(client))) isSound = false;
  }
  if (!isSound) return false;
  let awaited = 0;
  for (const subscription of client.subscriptions.all) {
    if (subscription.stage === ASKED) awaited += 1;
  }
  // One that was asked for has been taken off the list since: which code is whose cannot be told. Ask again.
  const stage = awaited === end - at ? ANSWERED : AGAIN;
  let code = at;
  for (const subscription of client.subscriptions.all) {
    if (subscription.stage !== ASKED) continue;
    subscription.stage = stage;
    const granted = bytes.charCodeAt(code);
    if (stage === ANSWERED && (granted < subscription.qos || granted >= FILTER_REFUSED))
      client.owner.granted(client.owner, subscription.filter, subscription.qos, granted);
    code += 1;
  }
  subscribeToMore(client);
  return true;
}

/**
 * A SUBACK of 5.0 where each SUBSCRIBE has an identifier, as `subscribed`; ignored when it answers none that
 * waits. @cold
 */
export function subscribedByIdentifiers(
  client: Client,
  id: number,
  bytes: string,
  at: number,
  end: number,
): boolean {
  const subscriptions = takeRequest(client, id);
  if (subscriptions === undefined) return true;
  if (subscriptions.length !== end - at) return false;
  for (let i = 0; i < subscriptions.length; i++) {
    // It may have ended since, or be asked for with another QoS.
    if (subscriptions[i].stage === ASKED) answered(client, subscriptions[i], bytes.charCodeAt(at + i));
  }
  client.subscriptions.requestedFilters -= 1;
  client.subscriptions.requestedAt = client.instant;
  if (client.subscriptions.requestedFilters === 0) subscribeToMore(client);
  return true;
}

/** The broker has granted a subscription this QoS, or refuses it. */
function answered(client: Client, subscription: Subscription, granted: number): void {
  subscription.stage = ANSWERED;
  if (granted < subscription.qos || granted >= FILTER_REFUSED)
    client.owner.granted(client.owner, subscription.filter, subscription.qos, granted);
}

/** All that was asked for is answered. */
function subscribeToMore(client: Client): void {
  client.subscriptions.requested = 0;
  const more = subscribeAll(client);
  if (more !== "") send(client, more);
}
