// The house's own time: milliseconds since a Monday's midnight, in November.

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

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
