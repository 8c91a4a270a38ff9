// Sunrise, sunset and civil twilight, in whole minutes: from a table that was made for the place
// (platform/node/sun-table.ts). No engine needs a sine.

/** One kind of event at a place, as sunset. */
export interface SunEvent {
  /** By how many minutes mean solar time is ahead of UTC there: four to a degree of longitude. */
  ahead: number;
  /**
   * Points of the year, and the minute of the event in mean solar time from `EARLIEST` on, or `UP` or `DOWN`:
   * two characters each. Between two points is a straight line; from one that is `UP` or `DOWN` on there is
   * no event.
   */
  points: string;
}

/** In place of a moment: on this day the sun stays above the height of the event, or below it. */
export const UP = -1;
export const DOWN = -2;

/** What `points` has for them: behind all minutes. */
export const WRITTEN_UP = 3000;
export const WRITTEN_DOWN = 3001;

/** Minutes of a day, and the first one of a table: the sun may rise shortly before midnight of its own day. */
const DAY_MINUTES = 1440;
export const EARLIEST = -120;

/**
 * A year has 1,461 quarters of a day, so that the same date lies elsewhere in each of four years, as the sun
 * has it.
 */
export const YEAR_QUARTERS = 1461;
/** A digit of `points` is a character from "#" on: neither a quote nor a backslash is among them. */
export const DIGITS = 57;
export const FIRST_DIGIT = 35;
const POINT_CHARS = 4;

/**
 * The minute since 1970, in UTC, of an event of the day around a noon, which is given so as well and may be
 * wrong by hours; `UP` or `DOWN` where it has none.
 */
export function sunEventAround(noon: number, { ahead, points }: SunEvent): number {
  const day = Math.floor((noon + ahead) / DAY_MINUTES);
  const minute = lineAt(points, placeInYear(day));
  if (minute >= WRITTEN_UP) return minute === WRITTEN_UP ? UP : DOWN;
  return day * DAY_MINUTES + EARLIEST + minute - ahead;
}

/** Of a day since 1970: which quarter of the year it is. */
export function placeInYear(day: number): number {
  return (day * 4) % YEAR_QUARTERS;
}

/** Of a place in the year, what the line between the points around it says. */
export function lineAt(points: string, place: number): number {
  let at = 0;
  while (numberAt(points, at + POINT_CHARS) <= place) at += POINT_CHARS;
  const begins = numberAt(points, at);
  const first = numberAt(points, at + 2);
  if (first >= WRITTEN_UP || begins === place) return first;
  const length = numberAt(points, at + POINT_CHARS) - begins;
  const rise = numberAt(points, at + POINT_CHARS + 2) - first;
  return first + Math.floor((rise * (place - begins) + Math.floor(length / 2)) / length);
}

function numberAt(points: string, at: number): number {
  return (points.charCodeAt(at) - FIRST_DIGIT) * DIGITS + points.charCodeAt(at + 1) - FIRST_DIGIT;
}
