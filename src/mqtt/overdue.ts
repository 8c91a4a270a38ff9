// The oldest message that is out and not acknowledged, and since when it was seen to be that.
import { elapsed, isSince } from "../bytes/milliseconds.ts";
import type { Client } from "./client.ts";

/** No message has been seen to wait for its acknowledgement. */
export const NOTHING_OWED = -1;

/** How long the oldest message may be out and not acknowledged. */
export const ACKNOWLEDGE_MS = 30000;

export interface Overdue {
  /** The message, as the ring's cursor, or `NOTHING_OWED`. */
  oldest: number;
  oldestAt: number;
}

export function createOverdue(): Overdue {
  return { oldest: NOTHING_OWED, oldestAt: 0 };
}

/** Notes the oldest message. Its time runs from the poll that first saw it as the oldest. */
export function seeOldest(client: Client): void {
  if (client.overdue.oldest === client.ring.done) return;
  noteOldest(client, client.ring.done, client.instant);
}

/** The oldest message is the one at `cursor`, and its time runs from `since`. */
export function noteOldest(client: Client, cursor: number, since: number): void {
  client.overdue.oldest = cursor;
  client.overdue.oldestAt = since;
}

/** Milliseconds until it must be acknowledged: 0 or less when it is not. */
export function untilAcknowledged(client: Client, now: number): number {
  return ACKNOWLEDGE_MS - elapsed(now, client.overdue.oldestAt);
}

/** The time of the message begins anew. @inline */
export function forgetOldest(client: Client): void {
  client.overdue.oldest = NOTHING_OWED;
}

/** The message has moved up in the ring, and gets no more time for that. @inline */
export function moveOldest(client: Client, slots: number): void {
  client.overdue.oldest += slots;
}

/** If the message is the oldest since `since` or later, its time begins at `from`. */
export function awaitOldestAnew(client: Client, since: number, from: number): void {
  if (isSince(client.overdue.oldestAt, since)) client.overdue.oldestAt = from;
}
