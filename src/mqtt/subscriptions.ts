// Subscriptions: which handler takes which message, and keeping the broker's list the same as ours (MQTT 3.1.1, 3.8 to 3.11).
import { readUint16 } from "../bytes/integers.ts";
import { lengthPrefixed } from "../bytes/text.ts";
import { PERSISTENT_SESSION, UNSUBSCRIBES, WILDCARDS } from "../features.ts";
import { type Client, CONNECTED, send } from "./client.ts";
import { loseForbidden } from "./ending.ts";
import { requestedFilter, subscribePacket, unsubscribePacket } from "./subscribe-packet.ts";
import { isPattern, matches } from "./topic.ts";

/** Takes messages. */
export interface Subscriber {
  /** It is given its own subscriber. `retained`: the broker had kept it from before the subscription. */
  deliver(this: void, subscriber: Subscriber, payload: string, retained: boolean, topic: string): void;
  /**
   * Takes a payload in parts that is longer than the device takes in one piece (`ClientLimits.packetBytes`): `at` is where
   * the part stands in the payload of `bytes` bytes. A part at 0 begins a message, also when the one before broke off.
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
  subscriber: Subscriber;
  /** How far the broker knows of it in this session. */
  stage: number;
}

/** Never asked for; to be asked for once more; asked for; answered, and a CONNECT is out that is not; answered. */
const NEW = 0;
const AGAIN = 1;
const ASKED = 2;
const UNSURE = 3;
const ANSWERED = 4;

/** An ended subscription whose UNSUBSCRIBE is not answered yet: in a kept session the broker has it until then. */
export interface Leaving {
  filter: string;
  /** Of the UNSUBSCRIBE, and when it went out. */
  id: number;
  askedAt: number;
}

/**
 * SUBSCRIBE and UNSUBSCRIBE take their identifiers from here to 65,535, publishes from below: more than a client has filters,
 * for each may have an UNSUBSCRIBE out [MQTT-2.3.1-2].
 */
const FIRST_REQUEST_ID = 0x8000;
/** So many packet identifiers there are, 0 included: what `Client.requested` counts filters by. */
const IDS = 0x10000;
/** A return code is the QoS granted, or the broker refuses the filter (3.9.3). */
const HIGHEST_QOS = 2;
export const REFUSED = 0x80;

/**
 * Routes messages that `filter` takes to `subscriber`, from now on, through every connection. One subscriber a filter:
 * subscribing again replaces it. `filter` must be without fault (topic.ts).
 */
export function subscribe(client: Client, filter: string, qos: number, subscriber: Subscriber): void {
  let stage = NEW;
  if (UNSUBSCRIBES) {
    const others = othersThan(client.leaving, filter);
    // The broker may have it: should it be left again before it is asked for, that has to be said.
    if (others.length < client.leaving.length || mayBeKnown(client, filter)) stage = AGAIN;
    client.leaving = others;
  }
  unlist(client, filter);
  // In place before the SUBSCRIBE: a message may come before its SUBACK (3.8.4).
  enlist(client, { filter, qos, subscriber, stage });
  if (client.state === CONNECTED && client.requested === 0) send(client, subscribeAll(client));
}

/** Ends a subscription. */
export function unsubscribe(client: Client, filter: string): void {
  if (!UNSUBSCRIBES) return;
  const isKnown = mayBeKnown(client, filter);
  unlist(client, filter);
  if (!isKnown) return;
  const leaving: Leaving = { filter, id: 0, askedAt: 0 };
  client.leaving = othersThan(client.leaving, filter);
  client.leaving.push(leaving);
  if (client.state === CONNECTED) send(client, leave(client, leaving));
}

/** Was the broker ever asked for it? */
function mayBeKnown(client: Client, filter: string): boolean {
  for (const subscription of client.subscriptions) {
    if (subscription.filter === filter) return subscription.stage !== NEW;
  }
  return false;
}

function othersThan(list: readonly Leaving[], filter: string): Leaving[] {
  const others: Leaving[] = [];
  for (const one of list) {
    if (one.filter !== filter) others.push(one);
  }
  return others;
}

function leave(client: Client, leaving: Leaving): string {
  leaving.id = nextRequestId(client);
  leaving.askedAt = client.instant;
  return unsubscribePacket(leaving.id, leaving.filter);
}

/** On a new connection: an UNSUBSCRIBE of each filter that a kept session still has. */
export function leaveAll(client: Client): string {
  let packets = "";
  for (const leaving of client.leaving) packets = packets + leave(client, leaving);
  return packets;
}

/** UNSUBACK: the broker has the filter no more. One for nothing is left alone. */
export function unsubscribed(client: Client, id: number): void {
  for (const leaving of client.leaving) {
    if (leaving.id === id) {
      client.leaving = othersThan(client.leaving, leaving.filter);
      return;
    }
  }
}

function enlist(client: Client, subscription: Subscription): void {
  client.subscriptions.push(subscription);
  if (WILDCARDS && isPattern(subscription.filter)) client.wildcards.push(subscription);
  else client.routes[lengthPrefixed(subscription.filter)] = subscription;
}

function unlist(client: Client, filter: string): void {
  const before = client.subscriptions;
  client.subscriptions = [];
  client.wildcards = [];
  client.routes = {};
  for (const subscription of before) {
    if (subscription.filter !== filter) enlist(client, subscription);
  }
}

function nextRequestId(client: Client): number {
  client.requestId = (client.requestId + 1) & 0x7fff;
  return FIRST_REQUEST_ID + client.requestId;
}

/** A SUBSCRIBE is not made longer than this by one more filter: what is left goes out behind its answer. */
const MOST_FILTER_BYTES = 65536;

/** One SUBSCRIBE of what the broker was not asked for; "" when there is nothing to ask. @cold */
export function subscribeAll(client: Client): string {
  let filters = "";
  let count = 0;
  for (const subscription of client.subscriptions) {
    if (subscription.stage < ASKED && (!UNSUBSCRIBES || filters.length < MOST_FILTER_BYTES)) {
      subscription.stage = ASKED;
      filters = filters + requestedFilter(subscription.filter, subscription.qos);
      count += 1;
    }
  }
  if (count === 0) return "";
  const id = nextRequestId(client);
  client.requested = count * IDS + id;
  client.requestedAt = client.instant;
  return subscribePacket(id, filters);
}

/**
 * CONNECT goes out. Where the answer to the one before was lost, it may have said that the session is a new one, which the
 * next answer calls present: then nobody knows which filters the broker has. @cold
 */
export function doubt(client: Client): void {
  for (const subscription of client.subscriptions) {
    if (subscription.stage === UNSURE) subscription.stage = AGAIN;
    else if (subscription.stage === ANSWERED) subscription.stage = UNSURE;
  }
}

/** A new connection: what was asked and not answered is asked again, and in a new session (`present` false) everything. */
export function renew(client: Client, present: boolean): void {
  client.requested = 0;
  if (UNSUBSCRIBES && !present) client.leaving = [];
  for (const subscription of client.subscriptions) {
    if (!present) subscription.stage = NEW;
    else if (subscription.stage === ASKED) subscription.stage = AGAIN;
    else if (PERSISTENT_SESSION && subscription.stage === UNSURE) subscription.stage = ANSWERED;
  }
}

/**
 * SUBACK in `bytes`, from `at` (its identifier) to `end`: one code for each filter asked for, in order [MQTT-3.9.3-1]
 * [MQTT-3.9.3-2]. One for nothing is left alone. @cold
 */
export function subscribed(client: Client, bytes: string, at: number, end: number): void {
  if (client.requested === 0 || readUint16(bytes, at) !== client.requested % IDS) return;
  let isSound = client.requested - (client.requested % IDS) === (end - at - 2) * IDS;
  for (let i = at + 2; i < end; i++) {
    const granted = bytes.charCodeAt(i);
    if (granted > HIGHEST_QOS && granted !== REFUSED) isSound = false;
  }
  if (!isSound) {
    loseForbidden(client, "codes of a SUBACK");
    return;
  }
  let asked = 0;
  for (const subscription of client.subscriptions) {
    if (subscription.stage === ASKED) asked += 1;
  }
  // One that was asked for has been taken off the list since: which code is whose cannot be told. Ask again.
  const stage = asked === end - at - 2 ? ANSWERED : AGAIN;
  let code = at + 2;
  for (const subscription of client.subscriptions) {
    if (subscription.stage !== ASKED) continue;
    subscription.stage = stage;
    const granted = bytes.charCodeAt(code);
    if (stage === ANSWERED && (granted < subscription.qos || granted === REFUSED))
      client.owner.granted(client.owner, subscription.filter, subscription.qos, granted);
    code += 1;
  }
  client.requested = 0;
  const more = subscribeAll(client);
  if (more !== "") send(client, more);
}

/** The subscriptions that take the payloads of a topic in parts. @cold */
export function partsSubscriptions(client: Client, topic: string): Subscription[] {
  const takers: Subscription[] = [];
  for (const subscription of client.subscriptions) {
    if (subscription.subscriber.deliverPart !== undefined && takes(subscription.filter, topic))
      takers.push(subscription);
  }
  return takers;
}

function takes(filter: string, topic: string): boolean {
  return WILDCARDS ? matches(filter, topic) : filter === topic;
}

/** Gives a message to the subscribers whose filter takes its topic. */
export function route(client: Client, topic: string, payload: string, retained: boolean): void {
  const exact = client.routes[lengthPrefixed(topic)];
  if (exact !== undefined) exact.subscriber.deliver(exact.subscriber, payload, retained, topic);
  if (WILDCARDS) {
    for (const subscription of client.wildcards) {
      if (matches(subscription.filter, topic)) {
        const subscriber = subscription.subscriber;
        subscriber.deliver(subscriber, payload, retained, topic);
      }
    }
  }
}
