// How a connection or an attempt ends, and how long to wait before the next one (MQTT 3.1.1, 4.8).
//
// The pause is drawn from 0 to a limit that doubles with each attempt ("full jitter"), so that a fleet that lost its
// broker together does not return together. Only a connection that lasted makes the limit small again.
import { elapsed } from "../bytes/milliseconds.ts";
import { type Client, CONNECTED, NO_PING, WAITING } from "./client.ts";

/** The first pause is at most this long, and no pause is longer than the second. */
const FIRST_PAUSE_MS = 1000;
export const LONGEST_PAUSE_MS = 60000;
/** A connection that lasts this long counts as stable. */
const STABLE_MS = 30000;

/** What is said of a broker that breaks the protocol. */
export const MALFORMED = "malformed packet from the broker";

/** Ends the connection or the attempt from our side, and says why; the broker publishes the will. @cold */
export function lose(client: Client, reason: string): void {
  client.link.closeLink();
  ended(client, reason);
}

/** The stream has ended. */
export function ended(client: Client, reason: string): void {
  client.reason = reason;
  if (client.state === CONNECTED && elapsed(client.instant, client.since) >= STABLE_MS) client.attempts = 0;
  forgetLink(client);
  pauseBeforeNext(client);
  client.owner.lost(client.owner, reason);
}

/** Nothing of one connection may reach the next: no half packet, no ping that waits, no count of bytes. */
export function forgetLink(client: Client): void {
  client.rest = "";
  client.skip = 0;
  client.skipTail = 0;
  client.pingAt = NO_PING;
  client.pending = 0;
  client.requested = 0;
}

/** Waits for a random part of a time that doubles with each attempt. @cold */
export function pauseBeforeNext(client: Client): void {
  let limit = FIRST_PAUSE_MS;
  for (let i = 0; i < client.attempts && limit < LONGEST_PAUSE_MS; i++) limit = limit * 2;
  if (limit > LONGEST_PAUSE_MS) limit = LONGEST_PAUSE_MS;
  client.attempts += 1;
  client.state = WAITING;
  client.since = client.instant;
  client.pause = client.owner.chance(client.owner, limit) + 1;
}
