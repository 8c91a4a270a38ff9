// The packet identifiers of SUBSCRIBE and UNSUBSCRIBE.
import type { Client } from "./client.ts";

/**
 * Identifiers of requests run from here to 65,535, those of publishes lie below. There are more than a client
 * has filters, because each filter may have an UNSUBSCRIBE out [MQTT-2.3.1-2].
 */
const FIRST_REQUEST_ID = 0x8000;

export interface RequestIds {
  /** The last one, counted from `FIRST_REQUEST_ID`. */
  lastRequest: number;
}

export function createRequestIds(): RequestIds {
  // Near the end, so that every long test run wraps.
  return { lastRequest: 0x7f00 };
}

export function nextRequestId(client: Client): number {
  client.requestIds.lastRequest = (client.requestIds.lastRequest + 1) & 0x7fff;
  return FIRST_REQUEST_ID + client.requestIds.lastRequest;
}
