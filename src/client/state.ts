// The state of a program's client, in words.
import type { Client } from "../mqtt/client.ts";
import { CONNECTED, STOPPED, WAITING } from "../mqtt/connection-state.ts";

/**
 * "waiting": for the network, or for the pause before the next attempt. "stopped": there will be no
 * connection any more.
 */
export type ClientState = "waiting" | "connecting" | "connected" | "stopped";

export function stateOf({ connection: { state } }: Client): ClientState {
  if (state === CONNECTED) return "connected";
  if (state === WAITING) return "waiting";
  return state === STOPPED ? "stopped" : "connecting";
}
