// The time that several servers agree on.
import { type Moment, millisecondsBetween } from "./moment.ts";

/** Servers whose moments lie so close together agree: the way of an answer makes them differ. */
const AGREE_MS = 1000;

/**
 * The median of those moments that agree, where these are more than half of all votes; else `undefined`.
 * `own` is the vote of a clock that runs already, and that may be wrong by its tolerance; it counts, and is
 * never chosen.
 */
export function agreedMoment(
  moments: readonly Moment[],
  own: Moment | undefined,
  tolerance: number,
): Moment | undefined {
  let agreed: Moment | undefined;
  let most = 0;
  for (const moment of moments) {
    let votes = 0;
    for (const other of moments) {
      if (isNear(moment, other, AGREE_MS)) votes += 1;
    }
    if (own !== undefined && isNear(moment, own, tolerance)) votes += 1;
    if (votes > most) {
      most = votes;
      agreed = moment;
    }
  }
  const voters = own === undefined ? moments.length : moments.length + 1;
  if (agreed === undefined || most * 2 <= voters) return undefined;
  return medianAround(moments, agreed);
}

function isNear(moment: Moment, center: Moment, tolerance: number): boolean {
  return Math.abs(millisecondsBetween(moment, center)) <= tolerance;
}

/** Of those that agree with this one. Of two in the middle it is the one that came first. */
function medianAround(moments: readonly Moment[], center: Moment): Moment {
  for (const moment of moments) {
    if (isNear(moment, center, AGREE_MS)) {
      let earlier = 0;
      let later = 0;
      let count = 0;
      for (const other of moments) {
        if (isNear(other, center, AGREE_MS)) {
          const ms = millisecondsBetween(moment, other);
          count += 1;
          if (ms < 0) earlier += 1;
          if (ms > 0) later += 1;
        }
      }
      if (earlier * 2 <= count && later * 2 <= count) return moment;
    }
  }
  return center;
}
