// Time as a 31-bit count of milliseconds that wraps to 0 after 24.8 days, compared by difference.

/** Milliseconds from `then` to `now`, right across the wrap. Both are 0 to 2^31 - 1; `then` is at most 24.8 days old. @hot */
export function elapsed(now: number, then: number): number {
  const difference = now - then;
  return difference < 0 ? difference + 2147483647 + 1 : difference;
}

/** The moment `ms` milliseconds (0 to 2^31 - 1) after `then`. */
export function later(then: number, ms: number): number {
  return ms > 2147483647 - then ? ms - (2147483647 - then) - 1 : then + ms;
}

/** Milliseconds in `count` seconds. */
export function seconds(count: number): number {
  return count * 1000;
}

/** Milliseconds in `count` minutes. */
export function minutes(count: number): number {
  return count * 60000;
}
