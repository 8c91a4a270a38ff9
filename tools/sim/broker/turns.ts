// Turns in which packets are processed. All clients together have one time budget per turn; the remaining
// packets wait in order, and sockets are read before the next turn. So new clients are admitted, however many
// are busy.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Limits } from "./limits.ts";

/** The most packets of one waiting client in a row; fewer for slow packets. */
const PACKETS_AT_ONCE = 8;

export class Turns {
  private readonly timers: Timers;
  private readonly turnMs: number;
  private readonly waiting: (() => void)[] = [];
  private began = 0;
  private isRunning = false;
  private isShort = false;
  /** The waiting client being served, the number of its processed packets, and the start time. */
  private served: (() => void) | undefined = undefined;
  private packets = 0;
  private since = 0;

  constructor(timers: Timers, { turnMs }: Pick<Limits, "turnMs">) {
    this.timers = timers;
    this.turnMs = turnMs;
  }

  private readonly goOn = (): void => {
    if (this.waiting.length === 0) {
      this.isRunning = false;
      return;
    }
    this.begin();
    do {
      this.served = this.waiting.shift();
      this.packets = 0;
      this.since = this.timers.now();
      this.served?.();
    } while (this.waiting.length > 0 && !this.isOver());
    this.served = undefined;
    this.isShort = false;
  };

  /** May another packet of this client be processed now? If not, its `goOn` is called when it may. */
  takes(own: () => void): boolean {
    if (this.turnMs === Number.POSITIVE_INFINITY) return true;
    if (!this.isRunning) this.begin();
    if (this.served === own ? this.takeShare() : this.waiting.length === 0 && !this.isOver()) return true;
    this.waiting.push(own);
    return false;
  }

  /**
   * Ends the turn early when a connection comes: Node accepts one connection per read of the sockets.
   */
  endSoon(): void {
    this.isShort = true;
  }

  private isOver(): boolean {
    return this.isShort || this.timers.now() - this.began >= this.turnMs;
  }

  /** Starts a turn, which ends when sockets were read. */
  private begin(): void {
    this.began = this.timers.now();
    this.isRunning = true;
    this.timers.after(0, this.goOn);
  }

  /**
   * Counts a packet against a client's share of the turn, and returns whether it is in that: at least one, for
   * a client that has waited; all of the turn when nobody else waits.
   */
  private takeShare(): boolean {
    this.packets += 1;
    if (this.packets === 1) return true;
    return this.waiting.length === 0
      ? !this.isOver()
      : this.packets <= PACKETS_AT_ONCE && this.timers.now() === this.since;
  }
}
