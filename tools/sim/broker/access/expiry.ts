// A timer for a moment that may be months away: Node's own reaches 24 days, and fires at once for later
// times.
import type { Timers } from "../../../../src/platform/node/timers.ts";

const LONGEST_MS = 2 ** 30;

/** Calls `then` after any number of milliseconds. Returns the function that cancels it. */
export function laterExpiry(timers: Timers, ms: number, then: () => void): () => void {
  if (ms <= LONGEST_MS) return timers.after(ms, then);
  let cancel = timers.after(LONGEST_MS, () => {
    cancel = laterExpiry(timers, ms - LONGEST_MS, then);
  });
  return () => cancel();
}
