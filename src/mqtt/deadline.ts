// Deadlines: a message that waits for longer than its publication allows is dropped, and never goes on the
// wire.
import { elapsed } from "../bytes/milliseconds.ts";
import { DEADLINES } from "../features.ts";
import { discard } from "../ring/sweep.ts";
import type { Client } from "./client.ts";
import { sweepUpTo } from "./drop-waiting.ts";
import { DROPPED_EXPIRED, drop } from "./dropped.ts";
import type { Publication } from "./publication.ts";

/** Twelve days: half of what the client's clock counts before it wraps. */
export const LONGEST_DEADLINE_MS = 12 * 86_400_000;

/** For how many milliseconds the message in `slot` has waited; 0 where nothing asks. */
export function waited(client: Client, publication: Publication, slot: number): number {
  if (!DEADLINES || publication.deadline === 0) return 0;
  return elapsed(client.instant, client.ring.times[slot] as number);
}

/** Has the message in `slot`, which was never on the wire, waited for longer than its deadline? */
export function isExpired(client: Client, publication: Publication, slot: number): boolean {
  return waited(client, publication, slot) > publication.deadline;
}

/** Drops every message that waits, was never on the wire, and is past its deadline. @cold */
export function dropExpired(client: Client): void {
  if (!DEADLINES) return;
  const ring = client.ring;
  let last = ring.done;
  for (let cursor = ring.written; cursor !== ring.put; cursor = cursor + 1) {
    const slot = cursor % ring.slots;
    const publication = ring.items[slot];
    if (publication !== undefined && isExpired(client, publication, slot)) {
      discard(ring, cursor);
      last = cursor;
      drop(client, publication, DROPPED_EXPIRED);
    }
  }
  sweepUpTo(client, last);
}
