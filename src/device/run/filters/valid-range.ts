// Valid range: takes what cannot be for no reading: a loose wire's full scale, a part's value at power-on.
// "No reading" goes straight on; nothing is remembered.
import { scaled } from "../../../bytes/fixed-point.ts";
import type { Reading } from "../../../reading/reading.ts";
import type { Filter } from "./filter.ts";

interface ValidRange extends Filter {
  least: number;
  most: number;
}

/** A reading below `least` or above `most` (in the sensor's unit) is no reading. */
export function validRange(least: number, most: number): Filter {
  const filter: ValidRange = { kind: "valid range", given: [least, most], scale, pass, least, most };
  return filter;
}

function scale(filter: ValidRange, decimals: number): void {
  filter.least = scaled(filter.least, decimals);
  filter.most = scaled(filter.most, decimals);
}

function pass(filter: ValidRange, reading: Reading): Reading {
  if (reading === undefined || reading < filter.least || reading > filter.most) return undefined;
  return reading;
}
