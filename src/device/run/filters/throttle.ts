// Throttle: lets readings go on at most about once in a time, and holds those between.
// "No reading" goes straight on, and whatever comes after it goes on as well.
import { elapsed, type Milliseconds } from "../../../bytes/milliseconds.ts";
import type { Reading } from "../../../reading/reading.ts";
import { type Filter, HELD } from "./filter.ts";

interface Throttle extends Filter {
  ms: number;
  /** Has a reading passed since the last "no reading", and when? */
  isShut: boolean;
  since: number;
}

/**
 * Passes one reading in `ms` milliseconds (at most a day); it may come a sixteenth early, so that samples
 * which are due just then are not held for being a little early. Put it in front of a dead band.
 */
export function throttle(ms: Milliseconds): Filter {
  const filter: Throttle = {
    kind: "throttle",
    given: [ms],
    pass,
    ms: ms - (ms >> 4),
    isShut: false,
    since: 0,
  };
  return filter;
}

function pass(filter: Throttle, reading: Reading, now: number): Reading {
  if (reading !== undefined && filter.isShut && elapsed(now, filter.since) < filter.ms) return HELD;
  filter.isShut = reading !== undefined;
  filter.since = now;
  return reading;
}
