// A curve of straight lines between points.
import { rounded } from "../../bytes/fixed-point.ts";

/**
 * The value of a curve at `value`: on the straight line between the points beside it; below the first point
 * and above the last, the value of that point. `points`: two or more, alternating a value, in ascending
 * order, and its meaning.
 */
export function onCurve(points: readonly number[], value: number): number {
  let from = points[0] as number;
  let meaning = points[1] as number;
  if (value <= from) return meaning;
  for (let i = 2; i < points.length; i += 2) {
    const to = points[i] as number;
    const next = points[i + 1] as number;
    if (value <= to) return meaning + rounded((next - meaning) * (value - from), to - from);
    from = to;
    meaning = next;
  }
  return meaning;
}
