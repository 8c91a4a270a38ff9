// Maximum step: takes a reading that jumps for no reading, until the next one confirms it.
// "No reading" goes straight on and is forgotten: what comes after it is compared with the readings before.
import { scaled } from "../../../bytes/fixed-point.ts";
import type { Reading } from "../../../reading/reading.ts";
import { carried, type WakeMemory } from "../wake-memory.ts";
import type { Filter } from "./filter.ts";

interface MaxStep extends Filter {
  step: number;
  /** The reading before, and the last one passed. */
  seen: Reading;
  newest: Reading;
}

/**
 * A reading more than `step` (in the sensor's unit) from the last one passed is no reading. When the reading
 * before was as far away and the two are within `step` of each other, the value has really moved.
 */
export function maxStep(step: number): Filter {
  const filter: MaxStep = {
    kind: "maximum step",
    given: [step],
    scale,
    carry,
    pass,
    step,
    seen: undefined,
    newest: undefined,
  };
  return filter;
}

function scale(filter: MaxStep, decimals: number): void {
  filter.step = scaled(filter.step, decimals);
}

function pass(filter: MaxStep, reading: Reading): Reading {
  if (reading === undefined) return undefined;
  const isNear = filter.newest === undefined || isWithin(filter, reading, filter.newest);
  const isConfirmed = filter.seen !== undefined && isWithin(filter, reading, filter.seen);
  filter.seen = reading;
  if (!isNear && !isConfirmed) return undefined;
  filter.newest = reading;
  return reading;
}

function isWithin(filter: MaxStep, reading: number, earlier: number): boolean {
  return (reading < earlier ? earlier - reading : reading - earlier) <= filter.step;
}

function carry(filter: MaxStep, memory: WakeMemory): void {
  filter.seen = carried(memory, filter.seen);
  filter.newest = carried(memory, filter.newest);
}
