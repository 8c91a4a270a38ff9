// A moment of the world's time. Epoch seconds do not fit the 31 bits of the smallest engine after 2038-01-19; a day and its
// milliseconds do.
import { HALF_A_ROUND_MS } from "../bytes/milliseconds.ts";

/** In UTC. Leap seconds are not counted, as in POSIX time. */
export interface Moment {
  /** Days since 1970-01-01, not below 0. */
  day: number;
  /** Milliseconds of the day, 0 to 86,399,999. */
  ms: number;
}

export const DAY_MS = 86400000;
/** 12.4 days. */
const MOST_DAYS = 12;

/** The moment `ms` milliseconds later; earlier where it is below 0. `ms` is at most 12.4 days. */
export function addMilliseconds(moment: Moment, ms: number): Moment {
  const sum = moment.ms + ms;
  const days = Math.floor(sum / DAY_MS);
  return { day: moment.day + days, ms: sum - days * DAY_MS };
}

/** Milliseconds from `then` to `now`, below 0 where that is earlier. What is further than 12 days is `HALF_A_ROUND_MS`, either way. */
export function millisecondsBetween(then: Moment, now: Moment): number {
  const days = now.day - then.day;
  if (days > MOST_DAYS) return HALF_A_ROUND_MS;
  if (days < -MOST_DAYS) return -HALF_A_ROUND_MS;
  const sum = days * DAY_MS + now.ms - then.ms;
  return Math.max(-HALF_A_ROUND_MS, Math.min(HALF_A_ROUND_MS, sum));
}
