// Requests that may have ended a connection: MQTT 3.1.1 has no word for why a broker closes one, and brokers
// do for a filter that they do not allow.
//
// It is found by connections in a row that end while the same thing is out. Then it is left out and reported.
import { UNSUBSCRIBES } from "../features.ts";
import { forgetKicks } from "./backoff.ts";
import type { Client } from "./client.ts";
import { giveUpUnsubscribe, oldestUnsubscribe } from "./program/unsubscribes.ts";
import { LEFT_ENDING } from "./subscription-stage.ts";
import { askFewer, awaitsSuback, leaveOut } from "./subscriptions.ts";

export interface SuspectedRequest {
  /**
   * The kind and name of the request that the last connection ended with, "" for none; and the connections in
   * a row that did.
   */
  doubted: string;
  inARow: number;
}

/** Connections in a row that end with the same request before it is left out. */
const MOST_ENDS = 3;
/**
 * The same for an UNSUBSCRIBE: it is shorter than the SUBSCRIBE of its filter, so that a bad link is the
 * likelier reason.
 */
const MOST_ENDS_OF_UNSUBSCRIBE = 5;

export function createSuspectedRequest(): SuspectedRequest {
  return { doubted: "", inARow: 0 };
}

/** The other side has ended the connection: was a SUBSCRIBE or an UNSUBSCRIBE out? @cold */
export function suspectRequest(client: Client): boolean {
  const unsubscribe = UNSUBSCRIBES ? oldestUnsubscribe(client) : undefined;
  if (unsubscribe !== undefined) {
    if (countEnd(client, "u" + unsubscribe.filter, MOST_ENDS_OF_UNSUBSCRIBE))
      giveUpUnsubscribe(client, unsubscribe);
  } else if (awaitsSuback(client)) {
    const subscription = askFewer(client);
    if (subscription === undefined) forgetKicks(client);
    else if (countEnd(client, "s" + subscription.filter, MOST_ENDS))
      leaveOut(client, subscription, LEFT_ENDING);
  } else {
    client.suspectedRequest.doubted = "";
    return false;
  }
  return true;
}

/**
 * Counts one more connection that has ended with this request. Returns whether they are enough to give it up.
 * @cold
 */
function countEnd(client: Client, doubted: string, most: number): boolean {
  client.suspectedRequest.inARow =
    client.suspectedRequest.doubted === doubted ? client.suspectedRequest.inARow + 1 : 1;
  client.suspectedRequest.doubted = doubted;
  // The end of the connection has its reason, and the next one comes soon.
  if (client.suspectedRequest.inARow > 1) forgetKicks(client);
  if (client.suspectedRequest.inARow < most) return false;
  client.suspectedRequest.doubted = "";
  return true;
}
