// Time as the consoles wait for it: real, or a test's own.

export interface Timers {
  /** Milliseconds, monotonic. */
  now: () => number;
  /** Calls `then` once, in `ms` milliseconds. Returns what cancels it. */
  after: (ms: number, then: () => void) => () => void;
}

export const REAL_TIMERS: Timers = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};
