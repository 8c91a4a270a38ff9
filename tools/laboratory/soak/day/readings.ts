// What a climate device feels on a day, and what has to come of it: worked out here once more, from the words of its
// declaration, and by none of the device's own code.
import type { Counts } from "../machine/stand-ins.ts";

/** It measures the temperature twice a minute. */
export const EVERY_MS = 30_000;

/** Tenths of a degree. The room goes from the coldest to the warmest and back; each step is wider than the dead band. */
const BEGINNING = 200;
const COLDEST = 0;
const WARMEST = 300;
const STEP = 3;
/** So many at first, and at last, are the same: the median has only these to choose from. */
const STILL = 5;

const MEDIAN_OF = 5;
const DEAD_BAND = 2;

/** So many readings, in tenths of a degree. */
export function readingsOf(count: number): number[] {
  const readings = new Array<number>(STILL).fill(BEGINNING);
  let step = -STEP;
  while (readings.length < count - STILL) {
    const last = readings.at(-1) as number;
    if (last + step < COLDEST || last + step > WARMEST) step = -step;
    readings.push(last + step);
  }
  return [...readings, ...new Array<number>(STILL).fill(readings.at(-1) as number)];
}

/** In the part's own words: the formulas of SHT3x's datasheet, section 4.13, and 48 % of humidity. */
export function countsOf(tenths: number): Counts {
  return [Math.round(((tenths / 10 + 45) / 175) * 65535), Math.round(0.48 * 65535)];
}

/** Temperatures that are published, in tenths: medians that differ from the last one published by the dead band. */
export function expectedOf(readings: readonly number[]): number[] {
  const published: number[] = [];
  for (let end = MEDIAN_OF; end <= readings.length; end += 1) {
    const window = readings.slice(end - MEDIAN_OF, end).sort((one, other) => one - other);
    const median = window[(MEDIAN_OF - 1) / 2] as number;
    const last = published.at(-1);
    if (last === undefined || Math.abs(median - last) >= DEAD_BAND) published.push(median);
  }
  return published;
}
