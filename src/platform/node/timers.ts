// Time as whoever waits for it sees it: that of the wall, or a simulated one.

/** What can be waited on: a virtual clock, or the real one. Milliseconds from 0, monotonic, no wrap. */
export interface Timers {
  now: () => number;
  /** Calls `then` once, `ms` milliseconds from now (0 is a later turn, never this one). Returns what cancels it. */
  after: (ms: number, then: () => void) => () => void;
}
