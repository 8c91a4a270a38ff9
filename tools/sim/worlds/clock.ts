// Virtual time: it stands still until it is advanced, and timers fire in the order of their moments.
import type { Timers } from "../../../src/platform/node/timers.ts";

export interface VirtualClock extends Timers {
  /** Lets `ms` milliseconds pass and fires what falls due, including timers set on the way. */
  advance: (ms: number) => void;
  /**
   * Lets time pass from timer to timer until `reached` holds, for at most `limitMs` milliseconds.
   * False when the limit came first; the whole limit has passed then.
   */
  runUntil: (reached: () => boolean, limitMs: number) => boolean;
  /** How many timers are set. */
  pending: () => number;
}

interface Timer {
  at: number;
  /** Timers of one moment fire in the order they were set. */
  order: number;
  /** Undefined once fired or cancelled. */
  fire: (() => void) | undefined;
}

/** So many timers of one moment are an endless row of them. */
const MOST_AT_ONCE = 1_000_000;
/**
 * Cancelled timers stay in the heap until their moment; the heap is swept when they outnumber the living and
 * these.
 */
const SWEEP_AT = 64;

/** A clock at `startMs` with no timers. */
export function createVirtualClock(startMs = 0): VirtualClock {
  let time = startMs;
  let orders = 0;
  let cancelled = 0;
  let heap: Timer[] = [];

  class SetTimer implements Timer {
    constructor(
      readonly at: number,
      readonly order: number,
      public fire: (() => void) | undefined,
    ) {}

    cancel(): void {
      if (this.fire === undefined) return;
      this.fire = undefined;
      cancelled += 1;
      if (cancelled > SWEEP_AT && cancelled * 2 > heap.length) sweep();
    }
  }

  function sweep(): void {
    const living = heap.filter((timer) => timer.fire !== undefined);
    heap = living.sort(byMoment); // a sorted array is a heap
    cancelled = 0;
  }

  function after(ms: number, then: () => void): () => void {
    if (!(ms >= 0)) throw new RangeError(`A timer of ${ms} ms was asked for; it must be 0 or more.`);
    orders += 1;
    const timer = new SetTimer(time + ms, orders, then);
    push(heap, timer);
    // A bound method is half as large as a closure, and each waiting device of a fleet has one.
    return timer.cancel.bind(timer);
  }

  let atOnce = 0;

  /** Fires the earliest timer that is due at `until` or before; false when there is none. */
  function fireNext(until: number): boolean {
    for (let timer = heap[0]; timer !== undefined && timer.at <= until; timer = heap[0]) {
      pop(heap);
      if (timer.fire === undefined) {
        cancelled -= 1;
        continue;
      }
      atOnce = timer.at === time ? atOnce + 1 : 0;
      if (atOnce > MOST_AT_ONCE)
        throw new Error(`A million timers were due at ${time} ms: one sets itself again without waiting.`);
      time = timer.at;
      const { fire } = timer;
      timer.fire = undefined;
      fire();
      return true;
    }
    return false;
  }

  function advance(ms: number): void {
    const until = time + ms;
    while (fireNext(until)) {}
    time = until;
  }

  function runUntil(reached: () => boolean, limitMs: number): boolean {
    const until = time + limitMs;
    while (!reached()) {
      if (!fireNext(until)) {
        time = until;
        return reached();
      }
    }
    return true;
  }

  return { now: () => time, after, advance, runUntil, pending: () => heap.length - cancelled };
}

function byMoment(a: Timer, b: Timer): number {
  return a.at - b.at || a.order - b.order;
}

function push(heap: Timer[], timer: Timer): void {
  let hole = heap.length;
  heap.push(timer);
  while (hole > 0) {
    const above = (hole - 1) >> 1;
    if (byMoment(heap[above], timer) <= 0) break;
    heap[hole] = heap[above];
    hole = above;
  }
  heap[hole] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let hole = 0;
  for (;;) {
    let below = 2 * hole + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && byMoment(heap[below + 1], heap[below]) < 0) below += 1;
    if (byMoment(heap[below], last) >= 0) break;
    heap[hole] = heap[below];
    hole = below;
  }
  heap[hole] = last;
}
