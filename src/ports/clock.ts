// The clock port: a target's monotonic time, and its one timer.
import type { Pin } from "./pins.ts";

/**
 * Everything here returns at once. Time is a count of milliseconds in 31 bits that wraps to 0 (see
 * bytes/milliseconds.ts).
 */
export interface Clock {
  /** Milliseconds since some moment before start, 0 to 2^31 - 1; never goes back, wraps after 24.8 days. */
  milliseconds: () => number;
  /**
   * Asks for one call of the runtime's `wakeUp` about `ms` milliseconds from now (1 to 60,000), in place of
   * the call asked for before. A call that comes early is harmless.
   */
  wake: (ms: number) => void;
}

export interface Ticks {
  /**
   * Calls `tick` every `ms` milliseconds (2 to 1000) from now on, until it returns false. Where the program
   * is busy one comes later, and so do all behind it. A computer, whose device may end before the chip does,
   * puts the outputs `low` to 0 then.
   */
  tickEvery: (ms: number, tick: (this: void) => boolean, low?: readonly Pin[]) => void;
}
