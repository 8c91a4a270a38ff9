// Exponential average: each reading moves the average by a share of the way to it. Remembers one number, not
// a window. "No reading" goes straight on, and moves nothing.
import { rounded } from "../../../bytes/fixed-point.ts";
import type { Reading } from "../../../reading/reading.ts";
import { carried, type WakeMemory } from "../wake-memory.ts";
import type { Filter } from "./filter.ts";

interface ExponentialAverage extends Filter {
  share: number;
  /** The average times `share`, so that the rounding of one result is not lost for the next. */
  sum: Reading;
}

/**
 * Moves the average by one part in `share` (2 to 100) of the way to each reading: 10 is what others call
 * alpha 0.1. The first reading is the first average. A reading times `share` must stay within 2 billion of
 * the last decimal.
 */
export function exponentialAverage(share: number): Filter {
  const filter: ExponentialAverage = {
    kind: "exponential average",
    given: [share],
    carry,
    pass,
    share,
    sum: undefined,
  };
  return filter;
}

function pass(filter: ExponentialAverage, reading: Reading): Reading {
  if (reading === undefined) return undefined;
  const share = filter.share;
  let sum = filter.sum;
  if (sum === undefined) sum = reading * share;
  else sum = sum - rounded(sum, share) + reading;
  filter.sum = sum;
  return rounded(sum, share);
}

function carry(filter: ExponentialAverage, memory: WakeMemory): void {
  filter.sum = carried(memory, filter.sum);
}
