// Time as a 31-bit count of milliseconds that wraps to 0 after 24.8 days, compared by difference.

/**
 * Milliseconds from `then` to `now`, right across the wrap. Both are 0 to 2^31 - 1; `then` is at most 24.8
 * days old. @hot
 */
export function elapsed(now: number, then: number): number {
  const difference = now - then;
  return difference < 0 ? difference + 2147483647 + 1 : difference;
}

/** The moment `ms` milliseconds (0 to 2^31 - 1) after `then`. @inline */
export function later(then: number, ms: number): number {
  return ms > 2147483647 - then ? ms - (2147483647 - then) - 1 : then + ms;
}

/** The longest time from or to a moment that may lie ahead or behind: 12.4 days. */
export const HALF_A_ROUND_MS = 0x40000000;

/** Is `at` the moment `since`, or later? It is at most 12.4 days away. */
export function isSince(at: number, since: number): boolean {
  return elapsed(at, since) < HALF_A_ROUND_MS;
}

/**
 * A time that says its unit: `seconds(30)`, `minutes(2)`. A bare number is none: an editor shows what to
 * write in its place.
 */
export type Milliseconds = number & { readonly "write seconds(30) or minutes(2)": true };

/** Milliseconds in `count` seconds; 0.2 is 200. */
export function seconds(count: number): Milliseconds {
  return (count * 1000) as Milliseconds;
}

/** Milliseconds in `count` minutes. */
export function minutes(count: number): Milliseconds {
  return (count * 60000) as Milliseconds;
}

/** Milliseconds in `count` hours. */
export function hours(count: number): Milliseconds {
  return (count * 3600000) as Milliseconds;
}

/** Milliseconds in `count` days. */
export function days(count: number): Milliseconds {
  return (count * 86400000) as Milliseconds;
}
