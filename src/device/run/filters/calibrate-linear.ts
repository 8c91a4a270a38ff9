// Linear calibration: a factor and an offset.
// "No reading" goes straight on; nothing is remembered.
import { rounded, scaled } from "../../../bytes/fixed-point.ts";
import type { Reading } from "../../../reading/reading.ts";
import type { Filter } from "./filter.ts";

interface Linear extends Filter {
  /** In thousandths. */
  factor: number;
  offset: number;
}

/**
 * The reading times `factor` (-1000 to 1000, to three decimals), plus `offset` (in the sensor's unit). The
 * result must stay within a billion of the last decimal.
 */
export function calibrateLinear(factor: number, offset: number): Filter {
  const filter: Linear = {
    kind: "linear calibration",
    given: [factor, offset],
    scale,
    pass,
    factor: scaled(factor, 3),
    offset,
  };
  return filter;
}

function scale(filter: Linear, decimals: number): void {
  filter.offset = scaled(filter.offset, decimals);
}

function pass(filter: Linear, reading: Reading): Reading {
  if (reading === undefined) return undefined;
  // In two parts: the whole product could be longer than 32 bits.
  const size = reading < 0 ? 0 - reading : reading;
  const factor = reading < 0 ? 0 - filter.factor : filter.factor;
  return Math.floor(size / 1000) * factor + rounded((size % 1000) * factor, 1000) + filter.offset;
}
