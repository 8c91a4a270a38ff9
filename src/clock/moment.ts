// A moment of the world's time. Epoch seconds do not fit the 31 bits of the smallest engine after 2038-01-19;
// a day and its milliseconds do.

/** In UTC. Leap seconds are not counted, as in POSIX time. */
export interface Moment {
  /** Days since 1970-01-01, not below 0. */
  day: number;
  /** Milliseconds of the day, 0 to 86,399,999. */
  ms: number;
}

export const DAY_MS = 86400000;
/** Five days: two times that lie so far before and behind a third still have a difference of 31 bits. */
export const FAR_MS = 432000000;
const FAR_DAYS = 5;

/** The moment `ms` milliseconds later; earlier where it is below 0. `ms` is at most 12.4 days. */
export function addMilliseconds(moment: Moment, ms: number): Moment {
  const sum = moment.ms + ms;
  const days = Math.floor(sum / DAY_MS);
  return { day: moment.day + days, ms: sum - days * DAY_MS };
}

/**
 * Milliseconds from `then` to `now`, below 0 where that is earlier. What lies further away than `FAR_MS` is
 * that, either way.
 */
export function millisecondsBetween(then: Moment, now: Moment): number {
  const days = now.day - then.day;
  if (days > FAR_DAYS) return FAR_MS;
  if (days < -FAR_DAYS) return -FAR_MS;
  return Math.max(-FAR_MS, Math.min(FAR_MS, days * DAY_MS + now.ms - then.ms));
}
