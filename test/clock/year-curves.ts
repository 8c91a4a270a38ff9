// The curves of src/clock/sun-curves.ts, worked out anew: the true noon and the sun's declination in each
// eighth of a day, and the arc of a cosine.
import { dayOf } from "../../src/clock/calendar.ts";
import { DIGITS, FIRST_DIGIT } from "../../src/clock/sun.ts";
import {
  ARC_PLACES,
  EARLIEST_NOON,
  NO_SLOPE,
  SLOPE_UNITS,
  YEAR_EIGHTHS,
} from "../../src/clock/sun-anywhere.ts";
import { noonOn, tangentAt } from "../../src/platform/node/sun-table.ts";

/** The middle of the four years that the tables of declared places are made of as well. */
const FIRST_DAY = dayOf(2029, 1, 1);
/** No line is longer, in eighths of a day. */
const LONGEST = 700;

/** By how many units each may be wrong: of a noon 80 are a minute, of an arc eight. */
const TOLERANCES = { noons: 8, slopes: 1, arcs: 1.5 } as const;

export function yearCurves(): Record<keyof typeof TOLERANCES, string> {
  const noons: number[] = [];
  const slopes: number[] = [];
  for (let eighth = 0; eighth < 4 * YEAR_EIGHTHS; eighth += 1) {
    const at = FIRST_DAY + eighth / 8;
    const place = (at * 8) % YEAR_EIGHTHS;
    noons[place] = (noons[place] ?? 0) + (noonOn(at) - EARLIEST_NOON) * 20;
    slopes[place] = (slopes[place] ?? 0) + (tangentAt(at) * SLOPE_UNITS + NO_SLOPE) / 4;
  }
  const arcs = Array.from({ length: ARC_PLACES + 1 }, (_, i) => (Math.acos(i / ARC_PLACES) / Math.PI) * 5760);
  return {
    noons: pointsOf([...noons, noons[0] as number], TOLERANCES.noons),
    slopes: pointsOf([...slopes, slopes[0] as number], TOLERANCES.slopes),
    arcs: pointsOf(arcs, TOLERANCES.arcs),
  };
}

/** As few points as may be. */
function pointsOf(values: readonly number[], tolerance: number): string {
  const end = values.length - 1;
  let [place, value] = [0, Math.round(values[0] as number)];
  let points = "";
  while (place < end) {
    points += written(place) + written(value);
    let next: [number, number] = [place + 1, Math.round(values[place + 1] as number)];
    for (let to = place + 2; to <= Math.min(place + LONGEST, end); to++) {
      const right = Math.round(values[to] as number);
      const last = [right, right - 1, right + 1].find((candidate) =>
        isRight(values, place, value, to, candidate, tolerance),
      );
      if (last !== undefined) next = [to, last];
    }
    [place, value] = next;
  }
  return points + written(place) + written(value);
}

function isRight(
  values: readonly number[],
  begins: number,
  first: number,
  to: number,
  last: number,
  tolerance: number,
): boolean {
  for (let place = begins + 1; place <= to; place++) {
    const half = Math.floor((to - begins) / 2);
    const shown = first + Math.floor(((last - first) * (place - begins) + half) / (to - begins));
    if (Math.abs(shown - (values[place] as number)) > tolerance) return false;
  }
  return true;
}

function written(value: number): string {
  return String.fromCharCode(FIRST_DIGIT + Math.floor(value / DIGITS), FIRST_DIGIT + (value % DIGITS));
}
