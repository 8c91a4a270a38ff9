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
  return new Direction(timers, random, plan, ends);
}

class Direction implements Lane {
  private readonly timers: Timers;
  private readonly random: Random;
  private readonly plan: LanePlan;
  private readonly ends: LaneEnds;
  private readonly least: number;
  private readonly most: number;
  private waiting = "";
  private onceEmpty: (() => void) | undefined = undefined;
  private cancel: (() => void) | undefined = undefined;
  private stopped = false;

  constructor(timers: Timers, random: Random, plan: LanePlan, ends: LaneEnds) {
    this.timers = timers;
    this.random = random;
    this.plan = plan;
    this.ends = ends;
    const [least, most] = this.plan.delayMs ?? [0, 0];
    this.least = least;
    this.most = most;
  }

  private readonly carry = (): void => {
    this.cancel = undefined;
    const piece = this.waiting.substring(0, this.pieceLength());
    this.waiting = this.waiting.substring(piece.length);
    if (piece !== "") this.ends.deliver(piece);
    if (this.stopped) return;
    if (this.waiting !== "") this.ends.progressed();
    else if (piece !== "") this.ends.emptied();
    if (this.stopped) return;
    if (this.waiting !== "") this.schedule();
    else this.onceEmpty?.();
  };

  put(bytes: string): void {
    if (this.stopped || bytes === "") return;
    this.waiting += bytes;
    this.schedule();
  }

  whenEmpty(then: () => void): void {
    this.onceEmpty = then;
    if (!this.stopped) this.schedule();
  }

  stop(): void {
    this.stopped = true;
    this.waiting = "";
    this.cancel?.();
    this.cancel = undefined;
  }

  private schedule(): void {
    if (this.cancel !== undefined) return;
    this.cancel = this.timers.after(
      this.most > this.least ? this.random.between(this.least, this.most) : this.least,
      this.carry,
    );
  }

  private pieceLength(): number {
    const drawn =
      this.plan.pieceBytes === undefined ? this.waiting.length : this.random.between(1, this.plan.pieceBytes);
    return Math.min(this.waiting.length, drawn, this.ends.allowed());
  }
}
