// The turns in which packets are taken. All clients together have one budget for a turn: the rest waits, in
// the order in which it came, and sockets are read before the next turn. So no client is kept out, however
// many are busy.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Limits } from "./limits.ts";

/** The most packets of a waiting client before the next one's turn; fewer where they take long. */
const PACKETS_AT_ONCE = 8;

export interface Turns {
  /** May one more packet of this client be taken now? If not, its `goOn` is called when it may. */
  takes: (goOn: () => void) => boolean;
  /**
   * Somebody has connected. Node lets in one for each time that sockets are read: while they come, turns are
   * short.
   */
  hasCome: () => void;
}

export function createTurns(timers: Timers, limits: Pick<Limits, "turnMs">): Turns {
  return new ClientTurns(timers, limits);
}

class ClientTurns implements Turns {
  private readonly timers: Timers;
  private readonly turnMs: number;
  private readonly waiting: (() => void)[] = [];
  private began = 0;
  private isRunning = false;
  private isShort = false;
  /** The waiting client that is being served, the number of packets taken for it, and since when. */
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

  takes(own: () => void): boolean {
    if (this.turnMs === Number.POSITIVE_INFINITY) return true;
    if (!this.isRunning) this.begin();
    if (this.served === own ? this.hasShare() : this.waiting.length === 0 && !this.isOver()) return true;
    this.waiting.push(own);
    return false;
  }

  hasCome(): void {
    this.isShort = true;
  }

  private isOver(): boolean {
    return this.isShort || this.timers.now() - this.began >= this.turnMs;
  }

  /** Begins a turn, which ends when sockets have been read. */
  private begin(): void {
    this.began = this.timers.now();
    this.isRunning = true;
    this.timers.after(0, this.goOn);
  }

  /** At least one packet, for a client that has waited; all of the turn when nobody else waits. */
  private hasShare(): boolean {
    this.packets += 1;
    if (this.packets === 1) return true;
    return this.waiting.length === 0
      ? !this.isOver()
      : this.packets <= PACKETS_AT_ONCE && this.timers.now() === this.since;
  }
}
