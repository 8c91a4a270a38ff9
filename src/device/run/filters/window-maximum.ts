// Window maximum: the largest of the last readings.
// "No reading" goes straight on, and is not part of any window.
import type { Reading } from "../../../reading/reading.ts";
import type { Filter } from "./filter.ts";
import { newWindow, remembered, type Windowed } from "./window.ts";

/** The largest of the last `size` readings (2 to 30); of as many as there are, in the beginning. */
export function windowMaximum(size: number): Filter {
  return newWindow("window maximum", size, pass);
}

function pass(filter: Windowed, reading: Reading): Reading {
  if (reading === undefined) return undefined;
  let most = reading;
  for (const value of remembered(filter, reading)) {
    if (value > most) most = value;
  }
  return most;
}
