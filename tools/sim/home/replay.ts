// A room whose air is a measured series: each sample holds until the next one.
import type { Air } from "../parts/around.ts";
import type { Sample } from "./series.ts";

export interface Replay {
  /** The air at the world's time; after the end, the last sample's. */
  air: () => Air;
  /** Milliseconds from the first sample to the last. */
  durationMs: number;
}

/** Plays `series` from the moment that `now` shows at this call. */
export function createReplay(series: readonly Sample[], now: () => number): Replay {
  const startedAt = now();
  let at = 0;
  return {
    air() {
      const elapsed = now() - startedAt;
      while (at + 1 < series.length && series[at + 1].ms <= elapsed) at += 1;
      return series[at];
    },
    durationMs: series[series.length - 1].ms,
  };
}
