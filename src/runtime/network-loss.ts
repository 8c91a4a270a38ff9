// The loss of the network: a device that has gone without it for its author's time makes way for its set-up,
// at its next start (setup/power-ups.ts).
import { elapsed } from "../bytes/milliseconds.ts";
import { WITHOUT_NETWORK_MS } from "../features.ts";
import type { Client } from "../mqtt/client.ts";
import type { Ports } from "../ports/ports.ts";
import { LONGEST_MS } from "./runtime.ts";
import { SET_UP_NEXT, STARTS } from "./starts.ts";

export interface NetworkLoss {
  /** When it was there last, or the device started. */
  seenAt: number;
}

export function createNetworkLoss(now: number): NetworkLoss {
  return { seenAt: now };
}

/** A device that may lose it. */
interface NetworkUser {
  ports: Pick<Ports, "writeRecord" | "log">;
  client: Client;
  /** @inline */
  network: NetworkLoss;
}

/** Returns the milliseconds until it is next needed; 0: the device is to start anew now. @cold */
export function pollNetworkLoss(user: NetworkUser, now: number): number {
  if (user.client.connection.networkUp) {
    user.network.seenAt = now;
    return LONGEST_MS;
  }
  const left = WITHOUT_NETWORK_MS - elapsed(now, user.network.seenAt);
  if (left > 0) return left;
  user.network.seenAt = now;
  // Without the record it would start anew for nothing.
  if (!user.ports.writeRecord(STARTS, SET_UP_NEXT)) return LONGEST_MS;
  user.ports.log("no network: the set-up opens");
  return 0;
}
