// Time, as code that waits for it sees it: the real one, or a simulated one.

/** What can be waited on: a virtual clock, or the real one. Milliseconds from 0, monotonic, no wrap. */
export interface Timers {
  now: () => number;
  /**
   * Calls `then` once, `ms` milliseconds from now (0 is a later turn, never this one). Returns what cancels
   * it.
   */
  after: (ms: number, then: () => void) => () => void;
}
