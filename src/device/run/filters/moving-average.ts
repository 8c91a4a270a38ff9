// Moving average: the mean of the last readings, each of the same weight.
// "No reading" goes straight on, and is not part of any mean.
import { rounded } from "../../../bytes/fixed-point.ts";
import type { Reading } from "../../../reading/reading.ts";
import type { Filter } from "./filter.ts";
import { newWindow, remembered, type Windowed } from "./window.ts";

/**
 * The mean of the last `size` readings (2 to 30), rounded; of as many as there are, in the beginning. Their
 * sum must stay within 2 billion of the last decimal: 30 readings of 70,000,000.
 */
export function movingAverage(size: number): Filter {
  return newWindow("moving average", size, pass);
}

function pass(filter: Windowed, reading: Reading): Reading {
  if (reading === undefined) return undefined;
  const window = remembered(filter, reading);
  let sum = 0;
  for (const value of window) sum += value;
  return rounded(sum, window.length);
}
