// The ring: a fixed number of slots in order, with a byte budget. Each slot holds an item and its bytes.
//
// Four cursors count up: done <= sent <= written <= put. Messages at done..sent are out and unacknowledged;
// sent..put wait; those at `written` and above were never on the wire. *Front* is the oldest message,
// *behind* is newer. A cursor counts messages since the start: the slot it stands at is the remainder by the
// number of slots, and one message a second takes 68 years to its end.
//
// An engine may stop anywhere (Espruino, out of memory). So a slot holds a message when it holds an item:
// filling it writes the item last, freeing it takes the item out first. A slot without an item is skipped and
// freed, and the count of bytes, which a stop leaves too high, is right again when the ring is empty.
//
// Each operation is written for the message that goes the usual way, one that is put, sent and acknowledged
// in turn; whatever is out of turn stands in a function of its own, because Espruino reads what it passes
// over.

import { CLIENT_COUNTERS, DEADLINES, JOURNAL, MANY_CLIENTS, OVERFLOW_THIN } from "../features.ts";

// Marks of slots: 0 is none; all of them are in the table of mqtt/handshake.ts.
/** The message was on the wire in a session that is no more. */
export const WRITTEN_BEFORE = -1;
/** The message waits, and the next `sweep` takes it out. */
export const DISCARDED = -2;

/** What a slot holds besides bytes. The ring keeps it right. */
export interface Slotted {
  /** The cursor of its newest message, which may have left. */
  newest: number;
}

export interface Ring<Item extends Slotted> {
  /** Where the next message is put. */
  put: number;
  /** The first message that waits. */
  sent: number;
  /** The oldest message. */
  done: number;
  /** How many slots there are. */
  slots: number;
  /** Bytes held now, and at most. */
  bytes: number;
  limit: number;
  items: (Item | undefined)[];
  payloads: (string | undefined)[];
  /** The fourth cursor: the first message that was never on the wire. */
  written: number;
  /** How far the message of each slot is. */
  marks: number[];
  /** When each slot was filled, where messages have deadlines or are thinned out. */
  times: number[];
  /** What names the message of each slot to whoever keeps it elsewhere besides; 0: nobody does. */
  tags: number[];
  /** The most bytes that it has held, where somebody asks. */
  peak: number;
}

/**
 * An empty ring of `slots` slots (1 to 1,000) that holds at most `limit` bytes. Proves once that the bytes
 * can be had.
 */
export function createRing<Item extends Slotted>(slots: number, limit: number): Ring<Item> {
  const items: (Item | undefined)[] = [];
  const payloads: (string | undefined)[] = [];
  const marks: number[] = [];
  const share = Math.floor(limit / slots);
  for (let i = 0; i < slots; i++) {
    // Different in each slot, or Lua would keep one string for all of them.
    let proof = "" + i;
    while (proof.length < share) proof = proof + ".";
    payloads[i] = proof;
    marks[i] = 0;
  }
  for (let i = 0; i < slots; i++) payloads[i] = undefined;
  return {
    put: 0,
    sent: 0,
    done: 0,
    slots,
    bytes: 0,
    limit,
    items,
    payloads,
    written: 0,
    marks,
    times: [],
    tags: [],
    peak: 0,
  };
}

/**
 * Holds at most so many bytes, without a proof that they can be had; its slots take no room before they are
 * filled.
 */
export function allowUnproven<Item extends Slotted>(ring: Ring<Item>, limit: number): void {
  ring.limit = limit;
  forgetSlots(ring);
}

/** No slots. One list for thousands of empty rings: nothing is stored in it. */
const NO_SLOTS: never[] = [];

/** Lets go of the slots of an empty ring: each comes again when it is filled. */
export function forgetSlots<Item extends Slotted>(ring: Ring<Item>): void {
  ring.items = NO_SLOTS;
  ring.payloads = NO_SLOTS;
  ring.marks = NO_SLOTS;
  ring.times = NO_SLOTS;
  ring.tags = NO_SLOTS;
}

function takeSlots<Item extends Slotted>(ring: Ring<Item>): void {
  ring.items = [];
  ring.payloads = [];
  ring.marks = [];
  ring.times = [];
  ring.tags = [];
}

/** No slot: what `put` returns when none is free or the bytes are over the budget; see `freeEmptyFront`. */
export const NO_SLOT = -1;

/** Puts a message behind all others, at this time. Returns the slot where it stands now. @inline */
export function put<Item extends Slotted>(
  ring: Ring<Item>,
  item: Item,
  payload: string,
  instant: number,
): number {
  const cursor = ring.put;
  const bytes = ring.bytes + payload.length;
  if (bytes > ring.limit || cursor - ring.done === ring.slots) return NO_SLOT;
  const slot = cursor % ring.slots;
  if (MANY_CLIENTS && ring.items === NO_SLOTS) takeSlots(ring);
  ring.payloads[slot] = payload;
  item.newest = cursor;
  ring.bytes = bytes;
  if (CLIENT_COUNTERS) ring.peak = Math.max(ring.peak, bytes);
  if (DEADLINES || OVERFLOW_THIN) ring.times[slot] = instant;
  if (JOURNAL) ring.tags[slot] = 0;
  ring.put = cursor + 1;
  ring.items[slot] = item;
  return slot;
}

/**
 * Puts a message that is out under `mark` into the empty ring. Done again after a stop in the middle of it,
 * it goes to the same place. @cold
 */
export function putOut<Item extends Slotted>(
  ring: Ring<Item>,
  item: Item,
  payload: string,
  mark: number,
  instant: number,
): void {
  const cursor = ring.done;
  const slot = cursor % ring.slots;
  if (MANY_CLIENTS && ring.items === NO_SLOTS) takeSlots(ring);
  ring.payloads[slot] = payload;
  item.newest = cursor;
  ring.bytes = payload.length;
  ring.marks[slot] = mark;
  if (DEADLINES || OVERFLOW_THIN) ring.times[slot] = instant;
  if (JOURNAL) ring.tags[slot] = 0;
  ring.put = cursor + 1;
  ring.items[slot] = item;
  ring.written = cursor + 1;
  ring.sent = cursor + 1;
}

/** So many bytes are held besides. */
export function notePeak<Item extends Slotted>(ring: Ring<Item>, bytes: number): void {
  ring.peak = Math.max(ring.peak, bytes);
}

/** Frees the slots in front that hold nothing any more. @cold */
export function freeEmptyFront<Item extends Slotted>(ring: Ring<Item>): void {
  while (ring.done !== ring.sent && ring.items[ring.done % ring.slots] === undefined)
    ring.done = ring.done + 1;
  if (ring.done === ring.put) ring.bytes = 0;
}

/** Names the message in a slot: a number above 0. @inline */
export function setTag<Item extends Slotted>(ring: Ring<Item>, slot: number, tag: number): void {
  ring.tags[slot] = tag;
}

/** The slot of the message of this name, out or waiting, or `NO_SLOT`. */
export function slotTagged<Item extends Slotted>(ring: Ring<Item>, tag: number): number {
  for (let cursor = ring.done; cursor !== ring.put; cursor = cursor + 1) {
    const slot = cursor % ring.slots;
    if (ring.tags[slot] === tag && ring.items[slot] !== undefined) return slot;
  }
  return NO_SLOT;
}

/** Does the newest message of the item wait, and was never on the wire? Then `replace` may change it. */
export function isWaiting<Item extends Slotted>(ring: Ring<Item>, item: Item): boolean {
  return item.newest >= ring.written && ring.items[item.newest % ring.slots] === item;
}

/** Is the newest message of the item in the ring: waiting, or out and not acknowledged? */
export function isHeld<Item extends Slotted>(ring: Ring<Item>, item: Item): boolean {
  return item.newest >= ring.done && ring.items[item.newest % ring.slots] === item;
}

/**
 * Gives the item's newest message, which waits, other bytes and this time. False when they are over the
 * budget.
 */
export function replace<Item extends Slotted>(
  ring: Ring<Item>,
  item: Item,
  payload: string,
  instant: number,
): boolean {
  const slot = item.newest % ring.slots;
  const bytes = ring.bytes - payloadOf(ring, slot).length + payload.length;
  if (bytes > ring.limit) return false;
  // Too high, never too low, should the engine stop in between.
  ring.bytes += payload.length;
  ring.payloads[slot] = payload;
  ring.bytes = bytes;
  if (DEADLINES || OVERFLOW_THIN) ring.times[slot] = instant;
  if (CLIENT_COUNTERS) ring.peak = Math.max(ring.peak, bytes);
  return true;
}

/**
 * The first waiting message, at `cursor` in `slot`, never written, goes on the wire under `mark` (above 0).
 * @inline
 */
export function markNew<Item extends Slotted>(
  ring: Ring<Item>,
  cursor: number,
  slot: number,
  mark: number,
): void {
  ring.marks[slot] = mark;
  ring.written = cursor + 1;
}

/** The message in a slot is out under another mark, or goes out again under this one. @inline */
export function markAgain<Item extends Slotted>(ring: Ring<Item>, slot: number, mark: number): void {
  ring.marks[slot] = mark;
}

/** Moves the first waiting message, at `cursor`, to those that are out. @inline */
export function moveOut<Item extends Slotted>(ring: Ring<Item>, cursor: number): void {
  ring.sent = cursor + 1;
}

/**
 * Passes over the first waiting slot, which holds nothing. Where nothing before it is out, no acknowledgement
 * comes to free it.
 */
export function passOver<Item extends Slotted>(ring: Ring<Item>): void {
  // A sweep that was stopped may have left its mark there.
  ring.marks[ring.sent % ring.slots] = 0;
  if (ring.written === ring.sent) ring.written = ring.sent + 1;
  moveOut(ring, ring.sent);
  freeEmptyFront(ring);
}

/**
 * Frees the slot that is out under `mark`; does nothing when none is. The first one out is found at once.
 * @inline
 */
export function acknowledge<Item extends Slotted>(ring: Ring<Item>, mark: number): void {
  const cursor = ring.done;
  const slot = cursor % ring.slots;
  const next = cursor + 1;
  const sent = ring.sent;
  if (ring.marks[slot] !== mark || cursor === sent || ring.items[slot] === undefined)
    acknowledgeLater(ring, mark);
  else {
    ring.items[slot] = undefined;
    if (next === ring.put) ring.bytes = 0;
    else ring.bytes -= payloadOf(ring, slot).length;
    ring.payloads[slot] = undefined;
    ring.done = next;
    // Those behind it may have been acknowledged before it.
    if (next !== sent && ring.items[next % ring.slots] === undefined) freeEmptyFront(ring);
  }
}

/** As `acknowledge`, for one that is not the first. @cold */
function acknowledgeLater<Item extends Slotted>(ring: Ring<Item>, mark: number): void {
  for (let cursor = ring.done; cursor !== ring.sent; cursor = cursor + 1) {
    const slot = cursor % ring.slots;
    if (ring.marks[slot] === mark && ring.items[slot] !== undefined) {
      ring.items[slot] = undefined;
      ring.bytes -= payloadOf(ring, slot).length;
      ring.payloads[slot] = undefined;
      freeEmptyFront(ring);
      return;
    }
  }
}

/** The bytes of the message in a slot that holds one. @inline */
export function payloadOf<Item extends Slotted>(ring: Ring<Item>, slot: number): string {
  return ring.payloads[slot] as string;
}

/** Lets all that is out wait again, in order, each under its mark: the peer still knows them. */
export function rewind<Item extends Slotted>(ring: Ring<Item>): void {
  ring.sent = ring.done;
}

/** As `rewind`, but the peer knows none of them any more. Returns how many it knew. */
export function forgetMarks<Item extends Slotted>(ring: Ring<Item>): number {
  let forgotten = 0;
  for (let cursor = ring.done; cursor !== ring.written; cursor = cursor + 1) {
    const slot = cursor % ring.slots;
    if (ring.marks[slot] !== WRITTEN_BEFORE && ring.items[slot] !== undefined) forgotten += 1;
    ring.marks[slot] = WRITTEN_BEFORE;
  }
  ring.sent = ring.done;
  return forgotten;
}

/** The slot of the message that was on the wire under `mark` and is still held, or `NO_SLOT`. @cold */
export function slotMarked<Item extends Slotted>(ring: Ring<Item>, mark: number): number {
  for (let cursor = ring.done; cursor !== ring.written; cursor = cursor + 1) {
    const slot = cursor % ring.slots;
    if (ring.marks[slot] === mark && ring.items[slot] !== undefined) return slot;
  }
  return NO_SLOT;
}

/** Moves what stands at one cursor to another, whose message is not needed any more. */
export function moveUp<Item extends Slotted>(ring: Ring<Item>, from: number, to: number): void {
  const source = from % ring.slots;
  const target = to % ring.slots;
  const item = ring.items[source];
  ring.items[target] = undefined;
  ring.payloads[target] = ring.payloads[source];
  ring.marks[target] = ring.marks[source];
  if (DEADLINES || OVERFLOW_THIN) ring.times[target] = ring.times[source];
  if (JOURNAL) ring.tags[target] = ring.tags[source];
  if (item !== undefined && item.newest === from) item.newest = to;
  ring.items[target] = item;
}

/** Frees the first slot, whatever it holds. */
export function freeFirst<Item extends Slotted>(ring: Ring<Item>): void {
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

/** So many bytes are held no more. @inline */
export function freeBytes<Item extends Slotted>(ring: Ring<Item>, bytes: number): void {
  ring.bytes -= bytes;
}
