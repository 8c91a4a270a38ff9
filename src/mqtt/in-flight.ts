// The window of messages in flight: how many of the ring may be out and unacknowledged on this connection.
import { MQTT5, WIDE_WINDOW } from "../features.ts";
import type { Client } from "./client.ts";
import { speaks5 } from "./protocol.ts";
import { WINDOW } from "./window.ts";

export interface InFlight {
  /** Messages that may be out now. */
  window: number;
  /** And the number where neither a broker of 5.0 nor a trial (broker-packet-limit.ts) narrows that. */
  usual: number;
}

export function createInFlight(): InFlight {
  return { window: WINDOW, usual: WINDOW };
}

/** How many messages may be out where nothing narrows that. @inline */
export function usualWindow(client: Client): number {
  return WIDE_WINDOW ? client.inFlight.usual : WINDOW;
}

/** The same on this connection: a broker of 5.0 may take fewer at once [MQTT5-3.3.4-7]. @inline */
function connectionWindow(client: Client): number {
  if (MQTT5 && speaks5(client)) return Math.min(usualWindow(client), client.protocol.terms.receiveMaximum);
  return usualWindow(client);
}

/** Does a trial narrow the window of this connection? @inline */
export function isNarrowed(client: Client): boolean {
  return client.inFlight.window !== connectionWindow(client);
}

/** Allows so many in a trial: 0 or 1. @inline */
export function narrowWindow(client: Client, window: number): void {
  client.inFlight.window = window;
}

/** Allows twice as many in a trial, up to the number that this connection takes. */
export function doubleWindow(client: Client): void {
  client.inFlight.window = Math.min(client.inFlight.window * 2, connectionWindow(client));
}

/** Allows as many as this connection takes. @inline */
export function openWindow(client: Client): void {
  client.inFlight.window = connectionWindow(client);
}

/** Allows 1 to `WIDEST_WINDOW` messages at once, from now on, or, in a trial, when it is decided. */
export function allowInFlight(client: Client, window: number): void {
  const isOpen = !isNarrowed(client);
  client.inFlight.usual = window;
  if (isOpen) openWindow(client);
}
