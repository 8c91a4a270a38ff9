// Calibration table: points between which readings are put straight lines.
// "No reading" goes straight on; nothing is remembered.
import { scaled } from "../../../bytes/fixed-point.ts";
import type { Reading } from "../../../reading/reading.ts";
import { onCurve } from "../curve.ts";
import type { Filter } from "./filter.ts";

interface Table extends Filter {
  /** By turns a reading and what it means, the readings in ascending order. */
  points: number[];
}

/**
 * What a reading means by a table of 2 to 32 points `[reading, meaning]`, the readings in ascending order:
 * the straight line between the points beside it. Below the first point it is the first meaning, above the
 * last one the last.
 */
export function calibrateTable(table: readonly (readonly [number, number])[]): Filter {
  const points: number[] = [];
  const given: number[] = [];
  for (const point of table) {
    for (const value of point) {
      points.push(value);
      given.push(value);
    }
  }
  const filter: Table = { kind: "calibration table", given, scale, pass, points };
  return filter;
}

function scale(filter: Table, decimals: number): void {
  for (let i = 0; i < filter.points.length; i++) filter.points[i] = scaled(filter.points[i], decimals);
}

function pass(filter: Table, reading: Reading): Reading {
  return reading === undefined ? undefined : onCurve(filter.points, reading);
}
