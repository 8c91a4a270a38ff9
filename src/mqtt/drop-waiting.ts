// Messages that wait are taken out from among the others, and those that are out move up.
import { discard, sweep } from "../ring/sweep.ts";
import { moveSuspect } from "./broker-packet-limit.ts";
import type { Client } from "./client.ts";
import { drop } from "./dropped.ts";
import { moveOldest } from "./overdue.ts";

/** Drops the message at `cursor`, which was never on the wire. @cold */
export function dropAt(client: Client, cursor: number, cause: number): void {
  const ring = client.ring;
  const publication = ring.items[cursor % ring.slots];
  discard(ring, cursor);
  sweepUpTo(client, cursor);
  if (publication !== undefined) drop(client, publication, cause);
}

/** Takes out the discarded messages. Notes about messages that are out move up with them. @cold */
export function sweepUpTo(client: Client, last: number): void {
  const ring = client.ring;
  const before = ring.done;
  sweep(ring, last);
  const slots = ring.done - before;
  moveOldest(client, slots);
  moveSuspect(client, slots);
}
