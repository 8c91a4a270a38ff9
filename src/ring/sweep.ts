// Taking messages out of the middle of a ring: what waits and was never on the wire may be dropped by a policy.
import { DEADLINES, OVERFLOW_THIN } from "../features.ts";
import { payloadOf, type Ring, type Slotted } from "./ring.ts";

/** Mark of a waiting message that goes at the next `sweep`. */
const DISCARDED = -2;

/** Lets the message at `cursor`, which was never on the wire, go at the next `sweep` that begins there or behind it. */
export function discard<Item extends Slotted>(ring: Ring<Item>, cursor: number): void {
  ring.marks[cursor % ring.slots] = DISCARDED;
}

/**
 * Takes out what was discarded, from the cursor `last` forwards; those in front of it move up. A stop half-way leaves a
 * message twice in the ring, never one missing, and none with another's bytes. @cold
 */
export function sweep<Item extends Slotted>(ring: Ring<Item>, last: number): void {
  let freed = 0;
  let bytes = 0;
  for (let cursor = last; cursor >= ring.done; cursor = cursor - 1) {
    const slot = cursor % ring.slots;
    if (cursor >= ring.written && ring.marks[slot] === DISCARDED) {
      freed += 1;
      bytes += payloadOf(ring, slot).length;
    } else if (freed > 0) moveUp(ring, cursor, cursor + freed);
  }
  for (let i = 0; i < freed; i++) {
    const slot = ring.done % ring.slots;
    const first = ring.done + 1;
    ring.marks[slot] = 0;
    ring.items[slot] = undefined;
    ring.payloads[slot] = undefined;
    if (ring.written === ring.done) ring.written = first;
    else ring.written = ring.written + 1;
    if (ring.sent === ring.done) ring.sent = first;
    else ring.sent = ring.sent + 1;
    ring.done = first;
  }
  ring.bytes -= bytes;
}

/** Moves what stands at one cursor to another, whose message is not needed any more. */
function moveUp<Item extends Slotted>(ring: Ring<Item>, from: number, to: number): void {
  const source = from % ring.slots;
  const target = to % ring.slots;
  const item = ring.items[source];
  ring.items[target] = undefined;
  ring.payloads[target] = ring.payloads[source];
  ring.marks[target] = ring.marks[source];
  if (DEADLINES || OVERFLOW_THIN) ring.times[target] = ring.times[source];
  if (item !== undefined && item.at === from) item.at = to;
  ring.items[target] = item;
}
