// Dead band: holds readings that are too near to the last one that went on.
// "No reading" goes straight on, and whatever comes after it goes on as well.
import { scaled } from "../../../bytes/fixed-point.ts";
import type { Reading } from "../../../reading/reading.ts";
import { type Filter, HELD } from "./filter.ts";

interface DeadBand extends Filter {
  amount: number;
  /** The last reading that passed. */
  newest: Reading;
}

/** Passes a reading that differs by `amount` or more from the last one passed (in the sensor's unit). */
export function deadBand(amount: number): Filter {
  const filter: DeadBand = { kind: "dead band", given: [amount], scale, pass, amount, newest: undefined };
  return filter;
}

/** Passes a reading that differs from the last one passed. */
export function onChange(): Filter {
  return deadBand(0);
}

function scale(filter: DeadBand, decimals: number): void {
  filter.amount = scaled(filter.amount, decimals);
}

function pass(filter: DeadBand, reading: Reading): Reading {
  const last = filter.newest;
  if (reading !== undefined && last !== undefined) {
    const difference = reading < last ? last - reading : reading - last;
    if (difference === 0 || difference < filter.amount) return HELD;
  }
  filter.newest = reading;
  return reading;
}
