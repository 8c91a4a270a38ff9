// Presence: whether the broker takes a device for dead that is there.
//
// The device hears its own status. A broker that notices late that a connection is gone publishes its will
// after the device has come back, and everybody would take it for dead. It is corrected when the link has
// room, which may be turns later.
import { statusPublication } from "../device/run/status.ts";
import type { Client } from "../mqtt/client.ts";
import { publish } from "../mqtt/outbox.ts";
import type { Subscriber } from "../mqtt/subscriptions.ts";

export const ALIVE = 0;
const TAKEN_FOR_DEAD = 1;

export interface Presence extends Subscriber {
  /** `ALIVE` or `TAKEN_FOR_DEAD`, as the broker has it. */
  status: number;
}

export function createPresence(): Presence {
  return { status: ALIVE, deliver };
}

/** The status is heard. What is retained was there before this connection's "online". @cold */
function deliver(presence: Presence, status: string, retained: boolean): void {
  if (status === "offline" && !retained) presence.status = TAKEN_FOR_DEAD;
}

/** Corrects it. @cold */
export function tellAlive(presence: Presence, client: Client, root: string): void {
  if (publish(client, statusPublication(root), "online") === "sent") presence.status = ALIVE;
}
