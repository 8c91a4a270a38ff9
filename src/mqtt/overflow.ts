// What makes room in a full ring: the policies of the messages that wait. Only what was never on the wire is dropped.
import { elapsed } from "../bytes/milliseconds.ts";
import { CLIENT_COUNTERS, DEADLINES, OVERFLOW_OLDEST, OVERFLOW_THIN, PRIORITIES } from "../features.ts";
import { discard, payloadOf, type Ring, sweep } from "../ring/ring.ts";
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

/** The reason in words. @cold */
export function dropWords(cause: number): string {
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
  if (OVERFLOW_THIN && publication.overflow === "thin") thin(client, publication);
  while (ring.bytes + length > ring.limit || ring.put - ring.done === ring.slots) {
    dropAt(client, firstToGo(ring, publication), DROPPED_OLDEST);
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

/** Every second message of the publication that waits goes; the oldest stays. */
function thin(client: Client, publication: Publication): void {
  const ring = client.ring;
  let last = ring.done;
  let goes = false;
  for (let cursor = ring.written; cursor !== ring.put; cursor = cursor + 1) {
    if (ring.items[cursor % ring.slots] !== publication) continue;
    if (goes) {
      discard(ring, cursor);
      last = cursor;
      drop(client, publication, DROPPED_THINNED);
    }
    goes = !goes;
  }
  sweep(ring, last);
}

/** Drops the message at `cursor`, which was never on the wire. @cold */
export function dropAt(client: Client, cursor: number, cause: number): void {
  const ring = client.ring;
  const publication = ring.items[cursor % ring.slots];
  discard(ring, cursor);
  sweep(ring, cursor);
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
  sweep(ring, last);
}
