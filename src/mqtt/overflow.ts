// What makes room in a full ring: the policies of the messages that wait. Only what was never on the wire is dropped.
import { elapsed } from "../bytes/milliseconds.ts";
import { CLIENT_COUNTERS, DEADLINES, OVERFLOW_OLDEST, OVERFLOW_THIN, PRIORITIES } from "../features.ts";
import { payloadOf, type Ring } from "../ring/ring.ts";
import { discard, sweep } from "../ring/sweep.ts";
import type { Client } from "./client.ts";
import { HIGH_PRIORITY, type Publication } from "./publication.ts";

/** Why a kept message was dropped. Made room for a newer one, or for one of a higher priority: */
export const DROPPED_OLDEST = 0;
/** Its topic's "latest" came. */
export const DROPPED_REPLACED = 1;
/** Its topic is thinned out. */
export const DROPPED_THINNED = 2;
/** It was not sent within its deadline. */
export const DROPPED_EXPIRED = 3;
/** The broker ends each connection when it comes (untaken.ts). */
export const DROPPED_UNTAKEN = 4;

/** Longer than any time between two messages in a ring. */
const LONGEST_MS = 0x7fffffff;

/** The reason in words. @cold */
export function dropWords(client: Client, cause: number): string {
  if (cause === DROPPED_UNTAKEN)
    return "the broker ends the connection at messages of " + client.untaken + " bytes";
  if (DEADLINES && cause === DROPPED_EXPIRED) return "not sent within its deadline";
  if (OVERFLOW_THIN && cause === DROPPED_THINNED) return "thinned out";
  return cause === DROPPED_REPLACED ? "a later one took its place" : "the ring was full";
}

/** A policy has dropped a message: it is counted, and named to the application. @cold */
export function drop(client: Client, publication: Publication, cause: number): void {
  client.drops += 1;
  if (CLIENT_COUNTERS) client.dropsBy[cause] += 1;
  client.owner.dropped(client.owner, publication, cause);
}

/**
 * Makes room for a message of `publication` with `length` bytes, as far as what waits may go for it. False, and nothing
 * is dropped, when that would not be enough. @cold
 */
export function makeRoom(client: Client, publication: Publication, length: number): boolean {
  const ring = client.ring;
  let bytes = ring.bytes + length;
  let slots = ring.put - ring.done + 1;
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
    const crowded = isThinned ? mostCrowded(client, publication) : NONE;
    if (crowded !== NONE) dropAt(client, crowded, DROPPED_THINNED);
    else dropAt(client, first, DROPPED_OLDEST);
  }
  return true;
}

/** May a message that waits go, so that one of `publication` finds room? */
function mayGo(waiting: Publication | undefined, publication: Publication): boolean {
  if (waiting === undefined || waiting.overflow === "reject") return false;
  if (PRIORITIES && waiting.priority !== publication.priority) return waiting.priority < publication.priority;
  return OVERFLOW_OLDEST && waiting.overflow !== "latest" && publication.overflow !== "reject";
}

/** Where the oldest stands of the lowest priority that may go. There is one. */
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

/** No cursor. */
const NONE = -1;

/**
 * Where the message of the publication waits whose neighbours are nearest to each other in time, the message to come being
 * the last of them: so what is left is spread over the whole time. The first one stays; `NONE` when it is the only one.
 */
function mostCrowded(client: Client, publication: Publication): number {
  const ring = client.ring;
  let found = NONE;
  let least = LONGEST_MS;
  let before = NONE;
  let at = NONE;
  for (let cursor = ring.written; cursor <= ring.put; cursor = cursor + 1) {
    const isNew = cursor === ring.put;
    if (!isNew && ring.items[cursor % ring.slots] !== publication) continue;
    if (before !== NONE) {
      const time = isNew ? client.instant : (ring.times[cursor % ring.slots] as number);
      const gap = elapsed(time, ring.times[before % ring.slots] as number);
      if (gap < least) {
        least = gap;
        found = at;
      }
    }
    before = at;
    at = cursor;
  }
  return found;
}

/** Drops the message at `cursor`, which was never on the wire. @cold */
export function dropAt(client: Client, cursor: number, cause: number): void {
  const ring = client.ring;
  const publication = ring.items[cursor % ring.slots];
  discard(ring, cursor);
  sweepUpTo(client, cursor);
  if (publication !== undefined) drop(client, publication, cause);
}

/** Has the message in `slot` waited for longer than its publication's deadline? */
export function isExpired(client: Client, publication: Publication, slot: number): boolean {
  return (
    publication.deadline > 0 &&
    elapsed(client.instant, client.ring.times[slot] as number) > publication.deadline
  );
}

/** Drops every message that waits, was never on the wire, and is past its deadline. @cold */
export function dropExpired(client: Client): void {
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

/** Takes out what was discarded. The oldest message that is out moves up with all others, and has no more time for that. @cold */
function sweepUpTo(client: Client, last: number): void {
  const ring = client.ring;
  const before = ring.done;
  sweep(ring, last);
  client.owed += ring.done - before;
}
