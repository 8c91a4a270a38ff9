// Real time for simulated devices, at its own pace or faster.
import { performance } from "node:perf_hooks";
import type { Timers } from "./clock.ts";

export interface RealTimers extends Timers {
  /** Cancels every timer that is set; none can be set afterwards. */
  end: () => void;
}

/**
 * Whole milliseconds from now on, `speed` of them in each real one. Within one turn of the event loop time stands
 * still: at 60 times the pace the device's own steps would otherwise seem to take it as many milliseconds.
 */
export function createRealTimers(speed = 1): RealTimers {
  const startedAt = performance.now();
  const waiting = new Set<NodeJS.Timeout>();
  let ended = false;
  let thisTurn: number | undefined;

  function now(): number {
    if (thisTurn === undefined) {
      thisTurn = Math.floor((performance.now() - startedAt) * speed);
      setImmediate(() => {
        thisTurn = undefined;
      });
    }
    return thisTurn;
  }

  return {
    now,
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
