// The wait before the next attempt, and the events that make it short again (MQTT 3.1.1, 4.8).
//
// The pause is drawn from 0 to the time since the connection was lost ("full jitter"), so that a fleet that
// lost its broker together does not return together, and all of it is back within about twice the outage. A
// count of attempts would penalise clients that happened to draw short pauses. Only a connection that lasted ends an
// outage; a shorter one interrupts it.
//
// Two clients with one identifier throw each other out (MQTT 3.1.1, 3.1.4), each as often as the other comes
// back. A client that is thrown out again and again reports it, and its connections count as stable only after
// a longer time.
import { elapsed, later } from "../bytes/milliseconds.ts";
import type { Client } from "./client.ts";
import { enter, isConnected, WAITING } from "./connection-state.ts";

/** The shortest outage that a pause is drawn from, and the longest pause. */
export const FIRST_PAUSE_MS = 1000;
export const LONGEST_PAUSE_MS = 60000;
const HALF_A_MINUTE_MS = 30000;
/** A connection that lasts this long counts as stable. */
const STABLE_MS = 30000;

/** A client that the broker closes so often within this time counts as kicked, and says so. */
export const MOST_KICKS = 5;
const KICKS_WITHIN_MS = 60000;
export const KICKED =
  "kicked 5 times in a minute: another client with this identifier, a message that the broker refuses, or a bad link?";
/** The same where the broker says why, in 5.0. */
export const KICKED_BY_OTHER = "kicked 5 times in a minute: another client uses this identifier";
/**
 * A client that was kicked counts a connection as stable only after this time: the other client's pauses are
 * all shorter.
 */
const PEACE_MS = 120000;

export interface Backoff {
  /** How long to stay in WAITING, in milliseconds. */
  pause: number;
  /** Attempts since the last stable connection. */
  attempts: number;
  /**
   * The end of that connection, or the start of the client; moved on by the length of each shorter connection
   * since.
   */
  lostAt: number;
  /** How often the broker closed the connection since the time beside it, up to `MOST_KICKS`. */
  kicks: number;
  kickedAt: number;
}

export function createBackoff(): Backoff {
  return { pause: 0, attempts: 0, lostAt: 0, kicks: 0, kickedAt: 0 };
}

/** Waits for a random part of the outage so far. @cold @connecting */
export function pauseBeforeNext(client: Client): void {
  if (client.backoff.attempts === 0) client.backoff.lostAt = client.instant;
  client.backoff.attempts += 1;
  enter(client, WAITING);
  const limit = Math.min(Math.max(outage(client), FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
  client.backoff.pause = client.owner.chance(client.owner, limit) + 1;
}

/** Milliseconds without a connection since the last stable one. */
export function outage(client: Client): number {
  return elapsed(client.instant, client.backoff.lostAt);
}

/**
 * An attempt has failed, and another one at once would too: a client with several brokers goes on to the
 * next.
 */
export function countAsFailed(client: Client): void {
  client.backoff.attempts += 1;
}

/** Sets the current pause to 30 to 60 s: only a person can mend its cause. */
export function lengthenPause(client: Client): void {
  client.backoff.pause = HALF_A_MINUTE_MS + client.owner.chance(client.owner, HALF_A_MINUTE_MS);
}

/** The next attempt comes soon: something has changed. */
export function expectShortPause(client: Client): void {
  client.backoff.attempts = 0;
}

/** As `expectShortPause`; and no other client has thrown this one out. */
export function forgetKicks(client: Client): void {
  client.backoff.kicks = 0;
  client.backoff.attempts = 0;
}

/** A connection ends: one that has lasted makes the pause after it short. */
export function countConnection(client: Client): void {
  if (!isConnected(client)) return;
  const { backoff } = client;
  if (hasLasted(client)) backoff.attempts = 0;
  else backoff.lostAt = later(backoff.lostAt, elapsed(client.instant, client.connection.since));
}

/** Does the connection count as stable? @cold @connecting */
function hasLasted(client: Client): boolean {
  const lasted = elapsed(client.instant, client.connection.since);
  return lasted >= (client.backoff.kicks < MOST_KICKS ? STABLE_MS : PEACE_MS);
}

/**
 * Once a connection has lasted, the client no longer counts as kicked. Returns whether that has changed now.
 * @cold
 */
export function forgetOldKicks(client: Client): boolean {
  if (client.backoff.kicks < MOST_KICKS || !isConnected(client) || !hasLasted(client)) return false;
  forgetKicks(client);
  return true;
}

/** The other side has closed a connection. Returns why, in words. @cold @connecting */
export function kicked(client: Client, reason: string): string {
  forgetOldKicks(client);
  const backoff = client.backoff;
  if (backoff.kicks < MOST_KICKS) {
    if (backoff.kicks === 0 || elapsed(client.instant, backoff.kickedAt) > KICKS_WITHIN_MS) {
      backoff.kicks = 0;
      backoff.kickedAt = client.instant;
    }
    backoff.kicks += 1;
  }
  return backoff.kicks < MOST_KICKS ? reason : KICKED;
}
