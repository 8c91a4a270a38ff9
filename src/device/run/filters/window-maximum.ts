// Window maximum: the largest of the last readings.
// "No reading" goes straight on, and is not part of any window.
import type { Reading } from "../../../reading/reading.ts";
import type { Filter } from "./filter.ts";
import { carryWindow, remembered, type Windowed } from "./window.ts";

/** The largest of the last `size` readings (2 to 30); of as many as there are, in the beginning. */
export function windowMaximum(size: number): Filter {
  const filter: Windowed = {
    kind: "window maximum",
    given: [size],
    carry: carryWindow,
    pass,
    size,
    window: [],
    next: 0,
  };
  return filter;
}

function pass(filter: Windowed, reading: Reading): Reading {
  if (reading === undefined) return undefined;
  let most = reading;
  for (const one of remembered(filter, reading)) {
    if (one > most) most = one;
  }
  return most;
}
