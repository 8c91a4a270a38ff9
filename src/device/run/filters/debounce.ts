// Debounce: holds a changed reading until it has stayed the same for a time. "No reading" goes straight on,
// and whatever comes after it goes on as well: there is nothing to bounce from.
import { elapsed, type Milliseconds } from "../../../bytes/milliseconds.ts";
import type { Reading } from "../../../reading/reading.ts";
import { type Filter, HELD } from "./filter.ts";

interface Debounce extends Filter {
  ms: number;
  /** The last reading passed; and the next candidate, with its time. */
  newest: Reading;
  candidate: Reading;
  since: number;
}

/**
 * Passes a reading that equals the last one passed, or has been the same for `ms` milliseconds (at most a
 * day). It is judged with each sample, so the sensor's beat must be shorter. Made for words and levels: noise
 * never settles.
 */
export function debounce(ms: Milliseconds): Filter {
  const filter: Debounce = {
    kind: "debounce",
    given: [ms],
    pass,
    ms,
    newest: undefined,
    candidate: undefined,
    since: 0,
  };
  return filter;
}

function pass(filter: Debounce, reading: Reading, now: number): Reading {
  const isNew = reading !== filter.candidate;
  if (isNew) {
    filter.candidate = reading;
    filter.since = now;
  }
  if (reading !== undefined && filter.newest !== undefined && reading !== filter.newest) {
    if (isNew || elapsed(now, filter.since) < filter.ms) return HELD;
  }
  filter.newest = reading;
  return reading;
}
