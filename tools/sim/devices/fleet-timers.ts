// The wall's time for a fleet: all its devices wait in one heap, behind one timer of this computer. A timer
// of its own for each costs three times as much memory, and the computer a list for each length of time.
import { performance } from "node:perf_hooks";
import type { EndingTimers } from "../../../src/platform/node/real-timers.ts";
import { createVirtualClock } from "../worlds/clock.ts";

/**
 * What falls due is looked for as often as this, in milliseconds, and at once where it was set for sooner.
 */
const BEAT_MS = 10;

/** Whole milliseconds from now on. */
export function createFleetTimers(): EndingTimers {
  const startedAt = performance.now();
  const now = () => Math.floor(performance.now() - startedAt);
  const clock = createVirtualClock();
  let timeout: NodeJS.Timeout | undefined;
  let beatAt = Number.POSITIVE_INFINITY;
  let ended = false;

  function beat(): void {
    beatAt = Number.POSITIVE_INFINITY;
    try {
      clock.advance(Math.max(0, now() - clock.now()));
    } finally {
      if (clock.pending() > 0) beatIn(BEAT_MS);
    }
  }

  function beatIn(ms: number): void {
    const at = now() + ms;
    if (ended || at >= beatAt) return;
    clearTimeout(timeout);
    beatAt = at;
    timeout = setTimeout(beat, ms);
  }

  return {
    now,
    after(ms, then) {
      // The clock stands still between two beats. What is set during one waits for the next.
      const wait = Math.max(1, ms);
      const cancel = clock.after(now() - clock.now() + wait, then);
      beatIn(Math.min(wait, BEAT_MS));
      return cancel;
    },
    end() {
      ended = true;
      clearTimeout(timeout);
    },
  };
}
