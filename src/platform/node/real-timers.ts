// The wall's time for simulated devices.
import { performance } from "node:perf_hooks";
import type { Timers } from "./timers.ts";

export interface EndingTimers extends Timers {
  /** No timer fires from now on. */
  end: () => void;
}

/** Whole milliseconds from now on. */
export function createRealTimers(): EndingTimers {
  const startedAt = performance.now();
  const waiting = new Set<NodeJS.Timeout>();
  let ended = false;
  return {
    now: () => Math.floor(performance.now() - startedAt),
    after(ms, then) {
      if (ended) return () => {};
      const timeout = setTimeout(() => {
        waiting.delete(timeout);
        then();
      }, ms);
      waiting.add(timeout);
      return () => {
        waiting.delete(timeout);
        clearTimeout(timeout);
      };
    },
    end() {
      ended = true;
      for (const timeout of waiting) clearTimeout(timeout);
      waiting.clear();
    },
  };
}
