// How a connection or an attempt ends, and how long to wait before the next one (MQTT 3.1.1, 4.8).
//
// The pause is drawn from 0 to a limit that doubles with each attempt ("full jitter"), so that a fleet that lost its
// broker together does not return together. Only a connection that lasted makes the limit small again.
//
// Two clients with one identifier throw each other out (MQTT 3.1.1, 3.1.4), each as often as the other comes back. A client
// that is thrown out again and again says so, and counts on nothing but a longer peace.
import { elapsed } from "../bytes/milliseconds.ts";
import { PARTS, QOS2 } from "../features.ts";
import { type Client, CONNECTED, NO_PING, NONE_HELD, NOTHING_OWED, send, WAITING } from "./client.ts";
import { DISCONNECT } from "./connect-packet.ts";

/** The first pause is at most this long, and no pause is longer than the second. */
const FIRST_PAUSE_MS = 1000;
export const LONGEST_PAUSE_MS = 60000;
/** A connection that lasts this long counts as stable. */
const STABLE_MS = 30000;

/** Closed so often by the broker within so long, the client was kicked, and says so. */
export const MOST_KICKS = 5;
const KICKS_WITHIN_MS = 60000;
export const KICKED = "kicked 5 times in a minute: is another client using this identifier?";
/** Then a connection counts as stable that lasts this long: the other client's pauses are all shorter. */
const PEACE_MS = 120000;

/** After so many attempts the pause is drawn from the longest. */
const MANY_ATTEMPTS = 6;

/** Ends the connection or the attempt from our side, and says why; the broker publishes the will. @cold */
export function lose(client: Client, reason: string): void {
  client.link.closeLink();
  ended(client, reason);
}

/** Ends it for what cannot be parsed. @cold */
export function loseMalformed(client: Client): void {
  lose(client, "malformed packet from the broker");
}

/** Ends it for `what` a broker must not send. @cold */
export function loseForbidden(client: Client, what: string): void {
  lose(client, "protocol error by the broker: " + what);
}

/**
 * As `lose`, where only a person can mend why: at the broker, or here. The next attempt comes after half to the whole
 * of the longest pause; a new network makes it come soon. @cold
 */
export function loseForLong(client: Client, reason: string): void {
  client.attempts = MANY_ATTEMPTS;
  lose(client, reason);
  client.pause = (LONGEST_PAUSE_MS + client.pause) >> 1;
}

/** Ends it orderly, so that the broker keeps the will to itself: another one is wanted, and comes within a second. @cold */
export function loseForAnother(client: Client, reason: string): void {
  if (client.state === CONNECTED) send(client, DISCONNECT);
  client.attempts = 0;
  lose(client, reason);
}

/** The stream has ended. */
export function ended(client: Client, reason: string): void {
  client.reason = reason;
  if (client.state === CONNECTED && hasLasted(client)) client.attempts = 0;
  forgetLink(client);
  pauseBeforeNext(client);
  client.owner.lost(client.owner, reason);
}

/** Does the connection count as stable? @cold */
function hasLasted(client: Client): boolean {
  const lasted = elapsed(client.instant, client.since);
  return lasted >= (client.kicks < MOST_KICKS ? STABLE_MS : PEACE_MS);
}

/** A client that was kicked is so no more, once a connection has lasted. Returns whether that is now. @cold */
export function isAtPeace(client: Client): boolean {
  if (client.kicks < MOST_KICKS || client.state !== CONNECTED || !hasLasted(client)) return false;
  client.kicks = 0;
  client.attempts = 0;
  return true;
}

/** The other side has closed a connection. Returns why, in words. @cold */
export function kicked(client: Client, reason: string): string {
  isAtPeace(client);
  if (client.kicks < MOST_KICKS) {
    if (client.kicks === 0 || elapsed(client.instant, client.kickedAt) > KICKS_WITHIN_MS) {
      client.kicks = 0;
      client.kickedAt = client.instant;
    }
    client.kicks += 1;
  }
  return client.kicks < MOST_KICKS ? reason : KICKED;
}

/** Nothing of one connection may reach the next: no half packet, no ping that waits, no count of bytes. */
export function forgetLink(client: Client): void {
  client.rest = "";
  client.skip = 0;
  client.skipTail = 0;
  if (PARTS) client.parted = [];
  client.pingAt = NO_PING;
  client.pending = 0;
  client.requested = 0;
  client.owed = NOTHING_OWED;
  if (QOS2) client.heldAt = NONE_HELD;
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
