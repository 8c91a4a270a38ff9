// The house's own time: milliseconds since a Monday's midnight, in November.
import { aheadIn } from "../../../src/platform/node/zone-of.ts";

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** That Monday's midnight, on whose clock it may be. */
const FIRST_MIDNIGHT = Date.UTC(2026, 10, 23);

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** Milliseconds since midnight at so many hours and minutes. */
export function timeOfDay(hours: number, minutes = 0): number {
  return hours * HOUR_MS + minutes * MINUTE_MS;
}

/** Whole days since the first midnight. */
export function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

export function isWeekend(day: number): boolean {
  return day % 7 >= 5;
}

/** "Mon 17:42". */
export function clockText(ms: number): string {
  const minutes = Math.floor((ms % DAY_MS) / MINUTE_MS);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${WEEKDAYS[dayOf(ms) % 7]} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/**
 * What the house's time is in milliseconds since 1970, when clocks in this zone show it; in UTC without one.
 */
export function epochOf(zone = "UTC"): (ms: number) => number {
  const ahead = aheadIn(zone)?.(FIRST_MIDNIGHT / MINUTE_MS) ?? 0;
  return (ms) => FIRST_MIDNIGHT - ahead * MINUTE_MS + ms;
}
