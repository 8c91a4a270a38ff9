// Real time for simulated devices, at its own pace or faster.
import { performance } from "node:perf_hooks";
import type { Timers } from "./clock.ts";

export interface RealTimers extends Timers {
  /** Cancels every timer that is set; none can be set afterwards. */
  end: () => void;
}

/** Whole milliseconds from now on, `speed` of them in each real one. */
export function createRealTimers(speed = 1): RealTimers {
  const startedAt = performance.now();
  const waiting = new Set<NodeJS.Timeout>();
  let ended = false;
  return {
    now: () => Math.floor((performance.now() - startedAt) * speed),
    after(ms, then) {
      if (ended) return () => {};
      const timeout = setTimeout(() => {
        waiting.delete(timeout);
        then();
      }, ms / speed);
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
