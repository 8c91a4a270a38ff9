// One direction of a modelled link: bytes go in as they are written and come out late, in order, cut
// anywhere.

import type { Random } from "../../../src/platform/node/random.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";

/** How one direction carries bytes. */
export interface LanePlan {
  /**
   * Each delivery waits for a time drawn from least to most, in milliseconds. Default 0 to 0: the next turn.
   */
  delayMs?: readonly [least: number, most: number];
  /**
   * Longest piece delivered at once, in bytes; its length is drawn from 1 to this. Default: all that waits.
   */
  pieceBytes?: number;
}

export interface Lane {
  put: (bytes: string) => void;
  /** Calls `then` in a later turn, once everything put before has been delivered. */
  whenEmpty: (then: () => void) => void;
  /** Nothing is delivered from now on; what waits is lost. */
  stop: () => void;
}

interface LaneEnds {
  deliver: (bytes: string) => void;
  /** Everything put so far has been delivered. */
  emptied: () => void;
  /** A piece has been delivered, and not all. */
  progressed: () => void;
  /**
   * How many bytes may still be delivered, before what breaks the link there; that `deliver` then stops the
   * lane.
   */
  allowed: () => number;
}

export function createLane(timers: Timers, random: Random, plan: LanePlan, ends: LaneEnds): Lane {
  const [least, most] = plan.delayMs ?? [0, 0];
  let waiting = "";
  let onceEmpty: (() => void) | undefined;
  let cancel: (() => void) | undefined;
  let stopped = false;

  function schedule(): void {
    if (cancel !== undefined) return;
    cancel = timers.after(most > least ? random.between(least, most) : least, carry);
  }

  function pieceLength(): number {
    const drawn = plan.pieceBytes === undefined ? waiting.length : random.between(1, plan.pieceBytes);
    return Math.min(waiting.length, drawn, ends.allowed());
  }

  function carry(): void {
    cancel = undefined;
    const piece = waiting.substring(0, pieceLength());
    waiting = waiting.substring(piece.length);
    if (piece !== "") ends.deliver(piece);
    if (stopped) return;
    if (waiting !== "") ends.progressed();
    else if (piece !== "") ends.emptied();
    if (stopped) return;
    if (waiting !== "") schedule();
    else onceEmpty?.();
  }

  return {
    put(bytes) {
      if (stopped || bytes === "") return;
      waiting += bytes;
      schedule();
    },
    whenEmpty(then) {
      onceEmpty = then;
      if (!stopped) schedule();
    },
    stop() {
      stopped = true;
      waiting = "";
      cancel?.();
      cancel = undefined;
    },
  };
}
