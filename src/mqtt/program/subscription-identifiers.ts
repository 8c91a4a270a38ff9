// Subscription identifiers: a message says which subscription has brought it (MQTT 5.0, 3.3.4 and 3.8.2.1.2).
// A program's.
//
// Filters without wildcards share one, and go out in one SUBSCRIBE: the topic says which of them it is. Any
// other filter has its own, and gets it again after its end; no other filter does: a message that has waited
// at the broker may have that of a subscription which has ended. It is a copy for that filter alone, and for
// none while that has no subscription.
//
// They are believed in a session alone that began with this client: one that was there before may have other
// numbers, or none. A message with several, none, or an unknown one is for every filter that takes its topic,
// and so is one whose topic its filter does not take: a false identifier brings a message to none that its
// topic would not. A queue's messages at EMQX have topics that its filter does not spell ("$queue/name",
// "$q/a"): there the identifier alone decides.
import { lengthPrefixed } from "../../bytes/text.ts";
import { variableLength } from "../../bytes/variable-length.ts";
import { WILDCARDS } from "../../features.ts";
import type { Client } from "../client.ts";
import { speaks5 } from "../protocol.ts";
import type { Subscription } from "../subscriptions.ts";
import { isPattern, matches } from "../topic.ts";
import { propertyEnd, variableAt, variableEnd } from "../version-5/properties.ts";
import { SUBSCRIPTION_IDENTIFIER } from "../version-5/property.ts";
import { counted } from "../version-5/property-bytes.ts";

/** The identifier of filters without wildcards. */
export const OF_ITS_TOPIC = 1;
/** In place of the identifier of a message that has several, or none. */
const NO_IDENTIFIER = 0;
/** The largest (1.5.5). */
const LAST = 268435455;
/** The message is for no subscription: the one named by its identifier has ended. */
export const FOR_NONE = 0;
/** The least number of ended filters that are remembered; at most twice as many are. */
const REMEMBERED = 500;

export interface SubscriptionIdentifiers {
  /** The newest identifier. */
  newest: number;
  /** Does the broker have each subscription of the session under the identifier that it has here? */
  areBelieved: boolean;
  /** Subscriptions with an identifier of their own, by that. */
  subscriptions: Record<string, Subscription | undefined>;
  /** Identifiers of ended subscriptions, which their filters get again: the newest ones, and those before. */
  ended: Record<string, number | undefined>;
  endedBefore: Record<string, number | undefined>;
  newlyEnded: number;
  /** Subscriptions in each SUBSCRIBE that waits for its answer, by packet identifier. */
  requests: Record<string, readonly Subscription[] | undefined>;
  /** The identifier of the newest message, or `NO_IDENTIFIER`. */
  received: number;
}

/** From its first subscription on, the client gives each one an identifier. */
export function giveIdentifiers(client: Client): void {
  client.identifiers = {
    newest: OF_ITS_TOPIC,
    areBelieved: false,
    subscriptions: {},
    ended: {},
    endedBefore: {},
    newlyEnded: 0,
    requests: {},
    received: NO_IDENTIFIER,
  };
}

/** Do the SUBSCRIBEs of this connection have identifiers? */
export function givesIdentifiers(client: Client): boolean {
  return (
    client.identifiers !== undefined && speaks5(client) && client.protocol.terms.takesSubscriptionIdentifiers
  );
}

/**
 * A connection begins; `goesOn`: the broker has kept a session, which may be one of this client (`isOurs`).
 * @cold
 */
export function beginIdentifiers(client: Client, goesOn: boolean, isOurs: boolean): void {
  const { identifiers } = client;
  if (identifiers === undefined) return;
  const isBelieved = !goesOn || (isOurs && identifiers.areBelieved);
  identifiers.areBelieved = isBelieved && givesIdentifiers(client) && identifiers.newest < LAST;
}

/**
 * The identifier of a new subscription: the one that its filter had before. When all are used up, several
 * share the last one, and no identifier is believed.
 */
export function nextIdentifier(client: Client, filter: string): number {
  const { identifiers } = client;
  if (identifiers === undefined || !(isPattern(filter) || isQueue(filter))) return OF_ITS_TOPIC;
  const name = lengthPrefixed(filter);
  const before = identifiers.ended[name] ?? identifiers.endedBefore[name];
  if (before !== undefined) return before;
  if (identifiers.newest < LAST) identifiers.newest += 1;
  else identifiers.areBelieved = false;
  return identifiers.newest;
}

/** It is a subscription from now on. */
export function identify(client: Client, subscription: Subscription): void {
  const { identifiers } = client;
  if (identifiers !== undefined && subscription.identifier !== OF_ITS_TOPIC)
    identifiers.subscriptions["" + subscription.identifier] = subscription;
}

/** It is one no more. */
export function unidentify(client: Client, subscription: Subscription): void {
  const { identifiers } = client;
  if (identifiers === undefined || subscription.identifier === OF_ITS_TOPIC) return;
  identifiers.subscriptions["" + subscription.identifier] = undefined;
  if (identifiers.newlyEnded >= REMEMBERED) {
    identifiers.endedBefore = identifiers.ended;
    identifiers.ended = {};
    identifiers.newlyEnded = 0;
  }
  identifiers.ended[lengthPrefixed(subscription.filter)] = subscription.identifier;
  identifiers.newlyEnded += 1;
}

/** The list of subscriptions is made anew. */
export function unidentifyAll(client: Client): void {
  if (client.identifiers !== undefined) client.identifiers.subscriptions = {};
}

/** No SUBSCRIBE waits for its answer. */
export function forgetRequests(client: Client): void {
  if (client.identifiers !== undefined) client.identifiers.requests = {};
}

/** Notes the subscriptions in SUBSCRIBE `id`. */
export function noteRequest(client: Client, id: number, subscriptions: readonly Subscription[]): void {
  if (client.identifiers !== undefined) client.identifiers.requests["" + id] = subscriptions;
}

/** The part of a SUBSCRIBE before its filters, for subscriptions that share an identifier. */
export function identifierProperties(subscriptions: readonly Subscription[]): string {
  return counted(String.fromCharCode(SUBSCRIPTION_IDENTIFIER) + variableLength(subscriptions[0].identifier));
}

/**
 * The subscriptions in SUBSCRIBE `id`, which has its answer now; `undefined` if it was not waiting for one.
 */
export function takeRequest(client: Client, id: number): readonly Subscription[] | undefined {
  const { identifiers } = client;
  if (identifiers === undefined) return undefined;
  const subscriptions = identifiers.requests["" + id];
  identifiers.requests["" + id] = undefined;
  return subscriptions;
}

/**
 * Notes the identifier of a PUBLISH whose sound properties have their length at `at` and end at `end`. @cold
 */
export function noteIdentifier(
  identifiers: SubscriptionIdentifiers,
  bytes: string,
  at: number,
  end: number,
): void {
  let count = 0;
  let property = variableEnd(bytes, at, end);
  identifiers.received = NO_IDENTIFIER;
  while (property > 0 && property < end) {
    if (bytes.charCodeAt(property) === SUBSCRIPTION_IDENTIFIER) {
      identifiers.received = count === 0 ? variableAt(bytes, property + 1) : NO_IDENTIFIER;
      count += 1;
    }
    property = propertyEnd(bytes, property, end);
  }
}

/**
 * The only subscription that a message is for, or `FOR_NONE`; `undefined` where its topic decides. `exact` is
 * the subscription whose filter is spelled like its topic.
 */
export function identified(
  identifiers: SubscriptionIdentifiers,
  topic: string,
  exact: Subscription | undefined,
): Subscription | typeof FOR_NONE | undefined {
  const { received } = identifiers;
  if (received === NO_IDENTIFIER || received > identifiers.newest || !identifiers.areBelieved)
    return undefined;
  if (received === OF_ITS_TOPIC) return exact ?? FOR_NONE;
  const subscription = identifiers.subscriptions["" + received];
  if (subscription === undefined) return FOR_NONE;
  const { filter } = subscription;
  return isQueue(filter) || (WILDCARDS && matches(filter, topic)) ? subscription : undefined;
}

function isQueue(filter: string): boolean {
  return filter.indexOf("$queue/") === 0 || filter.indexOf("$q/") === 0;
}
