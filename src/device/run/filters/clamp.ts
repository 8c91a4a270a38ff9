// Clamp: brings readings outside a range to its end. To refuse them, take `validRange`.
// "No reading" goes straight on; nothing is remembered.
import { scaled } from "../../../bytes/fixed-point.ts";
import type { Reading } from "../../../reading/reading.ts";
import type { Filter } from "./filter.ts";

interface Clamp extends Filter {
  least: number;
  most: number;
}

/** A reading below `least` is `least`, one above `most` is `most` (in the sensor's unit). */
export function clamp(least: number, most: number): Filter {
  const filter: Clamp = { kind: "clamp", given: [least, most], scale, pass, least, most };
  return filter;
}

function scale(filter: Clamp, decimals: number): void {
  filter.least = scaled(filter.least, decimals);
  filter.most = scaled(filter.most, decimals);
}

function pass(filter: Clamp, reading: Reading): Reading {
  if (reading === undefined) return undefined;
  if (reading < filter.least) return filter.least;
  return reading > filter.most ? filter.most : reading;
}
