// Median of the last readings: takes out single wild values without blurring steps.
// "No reading" goes straight on, and is not part of any median.
import type { Reading } from "../../../reading/reading.ts";
import type { Filter } from "./filter.ts";
import { newWindow, remembered, type Windowed } from "./window.ts";

/** The median of the last `size` readings (odd, 3 to 15); of as many as there are, in the beginning. */
export function median(size: number): Filter {
  return newWindow("median", size, pass);
}

function pass(filter: Windowed, reading: Reading): Reading {
  if (reading === undefined) return undefined;
  const window = remembered(filter, reading);
  // The value that at most half of the others are below, and with its equals at least half reach.
  const half = (window.length - 1) >> 1;
  for (const candidate of window) {
    let below = 0;
    let equal = 0;
    for (const other of window) {
      if (other < candidate) below += 1;
      else if (other === candidate) equal += 1;
    }
    if (below <= half && half < below + equal) return candidate;
  }
  return reading;
}
