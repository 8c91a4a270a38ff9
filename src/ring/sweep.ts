// Taking messages out of the middle of a ring: what waits and was never on the wire may be dropped by a
// policy.
import {
  DISCARDED,
  freeBytes,
  freeFirst,
  markAgain,
  moveUp,
  payloadOf,
  type Ring,
  type Slotted,
} from "./ring.ts";

/**
 * Lets the message at `cursor`, which was never on the wire, go at the next `sweep` that begins there or
 * behind it.
 */
export function discard<Item extends Slotted>(ring: Ring<Item>, cursor: number): void {
  markAgain(ring, cursor % ring.slots, DISCARDED);
}

/**
 * Goes from `last` down to `done`: takes out what was discarded, and shifts the older messages to higher
 * cursors to close the gap. A stop half-way leaves a message twice in the ring, never one missing, and none
 * with another's bytes. @cold
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
  for (let i = 0; i < freed; i++) freeFirst(ring);
  freeBytes(ring, bytes);
}
