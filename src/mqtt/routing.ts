// Routing of a message to its handlers (MQTT 3.1.1, 4.7).
import { lengthPrefixed } from "../bytes/text.ts";
import { ARRIVALS, MQTT5, SUBSCRIPTION_IDENTIFIERS, WILDCARDS } from "../features.ts";
import type { Client } from "./client.ts";
import { noteUntaken } from "./program/arrival.ts";
import { takersIn } from "./program/filter-tree.ts";
import { FOR_NONE, identified } from "./program/subscription-identifiers.ts";
import { isListed, type Subscription } from "./subscriptions.ts";
import { matches } from "./topic.ts";

/** Subscriptions that take the payloads of a topic in parts. @cold */
export function partsSubscriptions(client: Client, topic: string): Subscription[] {
  const takers: Subscription[] = [];
  if (MQTT5 && SUBSCRIPTION_IDENTIFIERS) {
    const taker = identifiedTaker(client, topic);
    if (taker !== undefined)
      return taker === FOR_NONE || taker.subscriber.deliverPart === undefined ? takers : [taker];
  }
  for (const subscription of client.subscriptions.all) {
    if (subscription.subscriber.deliverPart !== undefined && takes(subscription, topic))
      takers.push(subscription);
  }
  return takers;
}

/** Does a subscription take the payloads of a topic only whole? @cold */
export function isTakenWhole(client: Client, topic: string): boolean {
  if (MQTT5 && SUBSCRIPTION_IDENTIFIERS) {
    const taker = identifiedTaker(client, topic);
    if (taker !== undefined) return taker !== FOR_NONE && taker.subscriber.deliverPart === undefined;
  }
  for (const subscription of client.subscriptions.all) {
    if (subscription.subscriber.deliverPart === undefined && takes(subscription, topic)) return true;
  }
  return false;
}

/** The subscription named by the newest message's identifier, as `identified` returns it. */
function identifiedTaker(client: Client, topic: string): ReturnType<typeof identified> {
  if (client.identifiers === undefined) return undefined;
  return identified(client.identifiers, topic, client.subscriptions.routes[lengthPrefixed(topic)]);
}

function takes(subscription: Subscription, topic: string): boolean {
  const { filter } = subscription;
  return isListed(subscription) && (WILDCARDS ? matches(filter, topic) : filter === topic);
}

/**
 * Gives a message to the subscribers whose filter matches its topic, or to the one named by its identifier.
 */
export function route(client: Client, topic: string, payload: string, retained: boolean): void {
  const exact = client.subscriptions.routes[lengthPrefixed(topic)];
  if (MQTT5 && SUBSCRIPTION_IDENTIFIERS && client.identifiers !== undefined) {
    const taker = identified(client.identifiers, topic, exact);
    if (taker === FOR_NONE) {
      if (ARRIVALS) noteUntaken(client, topic);
      return;
    }
    if (taker !== undefined) {
      taker.subscriber.deliver(taker.subscriber, payload, retained, topic);
      return;
    }
  }
  if (exact !== undefined) exact.subscriber.deliver(exact.subscriber, payload, retained, topic);
  const patterns = client.subscriptions.patterns;
  if (!WILDCARDS || patterns === undefined) {
    if (ARRIVALS && exact === undefined) noteUntaken(client, topic);
    return;
  }
  const takers = takersIn(patterns.tree, topic);
  if (ARRIVALS && exact === undefined && takers.length === 0) noteUntaken(client, topic);
  for (const subscription of takers) {
    const subscriber = subscription.subscriber;
    subscriber.deliver(subscriber, payload, retained, topic);
  }
}
