// A moment that may be months away: one timer of Node's reaches 24 days, and what is later fires at once.
import type { Timers } from "../../../../src/platform/node/timers.ts";

const LONGEST_MS = 2 ** 30;

/** Calls `then` after so many milliseconds, however many. Returns what cancels it. */
export function laterExpiry(timers: Timers, ms: number, then: () => void): () => void {
  if (ms <= LONGEST_MS) return timers.after(ms, then);
  let cancel = timers.after(LONGEST_MS, () => {
    cancel = laterExpiry(timers, ms - LONGEST_MS, then);
  });
  return () => cancel();
}
