// Policies that make room in a full ring, among the messages that wait. Only a message that was
// never on the wire is dropped.
import { elapsed } from "../bytes/milliseconds.ts";
import { OVERFLOW_LATEST, OVERFLOW_OLDEST, OVERFLOW_THIN, PRIORITIES } from "../features.ts";
import { freeEmptyFront, isWaiting, NO_SLOT, payloadOf, put, type Ring, replace } from "../ring/ring.ts";
import type { Client } from "./client.ts";
import { dropExpired } from "./deadline.ts";
import { dropAt } from "./drop-waiting.ts";
import { DROPPED_OLDEST, DROPPED_REPLACED, DROPPED_THINNED, drop } from "./dropped.ts";
import { type Outcome, refuse } from "./outcome.ts";
import { HIGH_PRIORITY, type Publication } from "./publication.ts";
import { flush } from "./transmit.ts";

/** Longer than any time between two messages in a ring. */
const ENDLESS_MS = 0x7fffffff;

/**
 * Does a message of the publication wait, of which only one may? Then `payload` takes its place, if it fits.
 * @inline
 */
export function replaceIfLatest(
  client: Client,
  ring: Ring<Publication>,
  publication: Publication,
  payload: string,
): boolean {
  return (
    OVERFLOW_LATEST &&
    publication.overflow === "latest" &&
    isWaiting(ring, publication) &&
    replaceWaiting(client, publication, payload)
  );
}

/** @cold */
function replaceWaiting(client: Client, publication: Publication, payload: string): boolean {
  const replaced = replace(client.ring, publication, payload, client.instant);
  if (replaced) drop(client, publication, DROPPED_REPLACED);
  return replaced;
}

/** Keeps a message in a full ring, if the messages that may be dropped make room for it. @cold */
export function keepInFull(client: Client, publication: Publication, payload: string): Outcome {
  const ring = client.ring;
  dropExpired(client);
  freeEmptyFront(ring);
  let slot = NO_SLOT;
  // `dropped` must not publish (client.ts); one that does has taken the room, so `put` may still fail.
  if (makeRoom(client, ring, publication, payload.length))
    slot = put(ring, publication, payload, client.instant);
  if (slot === NO_SLOT)
    return refuse(client, payload.length > ring.limit ? "refused: too long" : "refused: full");
  flush(client);
  return "kept";
}

/**
 * Makes room for a message of `publication` with `length` bytes, by dropping waiting messages. Returns false,
 * and drops none, when that would not be enough.
 */
function makeRoom(
  client: Client,
  ring: Ring<Publication>,
  publication: Publication,
  length: number,
): boolean {
  let bytes = ring.bytes + length;
  let slots = ring.put - ring.done + 1;
  if (!OVERFLOW_OLDEST && !PRIORITIES) return bytes <= ring.limit && slots <= ring.slots;
  for (let cursor = ring.written; cursor !== ring.put; cursor = cursor + 1) {
    const slot = cursor % ring.slots;
    if (mayGo(ring.items[slot], publication)) {
      bytes -= payloadOf(ring, slot).length;
      slots -= 1;
    }
  }
  if (bytes > ring.limit || slots > ring.slots) return false;
  while (ring.bytes + length > ring.limit || ring.put - ring.done === ring.slots) {
    const first = firstToGo(ring, publication);
    const isThinned =
      OVERFLOW_THIN &&
      publication.overflow === "thin" &&
      (!PRIORITIES || priorityAt(ring, first) === publication.priority);
    const crowded = isThinned ? mostCrowded(client, publication) : NO_CURSOR;
    if (crowded !== NO_CURSOR) dropAt(client, crowded, DROPPED_THINNED);
    else dropAt(client, first, DROPPED_OLDEST);
  }
  return true;
}

/** May a waiting message be dropped to make room for one of `publication`? */
function mayGo(waiting: Publication | undefined, publication: Publication): boolean {
  if (waiting === undefined || waiting.overflow === "reject") return false;
  if (PRIORITIES && waiting.priority !== publication.priority) return waiting.priority < publication.priority;
  return OVERFLOW_OLDEST && waiting.overflow !== "latest" && publication.overflow !== "reject";
}

/** The cursor of the oldest message among those of the lowest priority that may be dropped. There is one. */
function firstToGo(ring: Ring<Publication>, publication: Publication): number {
  let found = ring.put;
  for (let cursor = ring.put - 1; cursor >= ring.written; cursor = cursor - 1) {
    const waiting = ring.items[cursor % ring.slots];
    if (waiting !== undefined && mayGo(waiting, publication)) {
      if (!PRIORITIES || found === ring.put || waiting.priority <= priorityAt(ring, found)) found = cursor;
    }
  }
  return found;
}

function priorityAt(ring: Ring<Publication>, cursor: number): number {
  const publication = ring.items[cursor % ring.slots];
  return publication === undefined ? HIGH_PRIORITY : publication.priority;
}

const NO_CURSOR = -1;

/**
 * The cursor of the waiting message whose neighbours are closest in time, the new message counting as the
 * last. Never the first message: `NO_CURSOR` when that is the only one. So the remaining messages span the
 * whole time evenly.
 */
function mostCrowded(client: Client, publication: Publication): number {
  const ring = client.ring;
  let chosen = NO_CURSOR;
  let narrowest = ENDLESS_MS;
  let previous = NO_CURSOR;
  let candidate = NO_CURSOR;
  for (let cursor = ring.written; cursor <= ring.put; cursor = cursor + 1) {
    const isNew = cursor === ring.put;
    if (!isNew && ring.items[cursor % ring.slots] !== publication) continue;
    if (previous !== NO_CURSOR) {
      const time = isNew ? client.instant : (ring.times[cursor % ring.slots] as number);
      const gap = elapsed(time, ring.times[previous % ring.slots] as number);
      if (gap < narrowest) {
        narrowest = gap;
        chosen = candidate;
      }
    }
    previous = candidate;
    candidate = cursor;
  }
  return chosen;
}
