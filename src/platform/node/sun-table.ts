// The sun at a place, as a table for clock/sun.ts. On a computer only.
//
// Source: J. Meeus, "Astronomical Algorithms", chapters 12, 15, 22 and 25.
import { dayOf } from "../../clock/calendar.ts";
import {
  DIGITS,
  EARLIEST,
  FIRST_DIGIT,
  placeInYear,
  type SunEvent,
  WRITTEN_DOWN,
  WRITTEN_UP,
  YEAR_QUARTERS,
} from "../../clock/sun.ts";
import type { DeviceDeclaration } from "../../device/declare/device.ts";
import { placeOfSunTime } from "../../device/declare/rules/sun-times.ts";
import type { WrittenRule } from "../../device/run/rules/rule.ts";

export type SunEventName = (typeof NAMES)[number];

/** In the order of a device's list. */
const NAMES = ["sunrise", "sunset", "dawn", "dusk"] as const;

/**
 * Degrees of the sun's centre above the horizon: its upper edge is seen there, with refraction; and the end
 * of civil twilight.
 */
const HEIGHTS: Readonly<Record<SunEventName, number>> = {
  sunrise: -0.833,
  sunset: -0.833,
  dawn: -6,
  dusk: -6,
};

/** The four years that the table is made of: in ten years it is wrong by a twentieth of a day. */
const FIRST_YEAR = 2029;
/** Minutes by which a line may be wrong. */
const TOLERANCE = 1;
/** No line is longer, in quarters of a day. */
const LONGEST = 200;

const DAY_MINUTES = 1440;
const MINUTES_OF_DEGREE = 4;
/** A second, in days. */
const PRECISE = 1 / 86_400;
const RADIANS = Math.PI / 180;
const TURN = 2 * Math.PI;
/** Days from 1970-01-01 to 2000-01-01 12:00. */
const J2000 = 10_957.5;
/** By how many days terrestrial time is ahead of UTC in these years. */
const DELTA_T = 72 / 86_400;

/** The minutes of an event of the year, by their places; `WRITTEN_UP` and `WRITTEN_DOWN` where there is none. */
type Minutes = readonly number[];

const events = new Map<string, SunEvent>();

/** The table of an event at a place, in degrees: north and east are above 0. */
export function sunEventAt(name: SunEventName, latitude: number, longitude: number): SunEvent {
  const key = `${name} ${latitude} ${longitude}`;
  let event = events.get(key);
  if (event === undefined) {
    const ahead = aheadAt(longitude);
    event = { ahead, points: pointsOf(minutesOf(name, { latitude, longitude, ahead })) };
    events.set(key, event);
  }
  return event;
}

/**
 * What a device has of them: those that its rules name, and of the others no points. `undefined`: none, or
 * its place is not known.
 */
export function sunOf({ clock = {}, rules = [] }: DeviceDeclaration): readonly SunEvent[] | undefined {
  const { latitude, longitude } = clock;
  const places = new Set(rules.flatMap(({ wording }) => sunTimesOf(wording)));
  if (places.size === 0 || latitude === undefined || longitude === undefined) return undefined;
  return NAMES.map((name, place) => {
    const event = places.has(place) ? sunEventAt(name, latitude, longitude) : undefined;
    return event ?? { ahead: aheadAt(longitude), points: "" };
  });
}

/** Where a device stands, to the hundredth of a degree, if its settings may name another place; "": they may not. */
export function siteText({ clock = {} }: DeviceDeclaration): string {
  const { latitude, longitude, movable } = clock;
  if (movable !== true || latitude === undefined || longitude === undefined) return "";
  return `${latitude.toFixed(2)},${longitude.toFixed(2)}`;
}

/** The events that a rule names, as their places. */
export function sunTimesOf({ comparison, cause, from, to }: WrittenRule): number[] {
  return [...(comparison === "at" ? [cause] : []), from, to]
    .map(placeOfSunTime)
    .filter((place) => place >= 0);
}

function aheadAt(longitude: number): number {
  return Math.round(longitude * MINUTES_OF_DEGREE);
}

interface Place {
  latitude: number;
  longitude: number;
  ahead: number;
}

function minutesOf(name: SunEventName, place: Place): Minutes {
  const minutes: number[] = [];
  const first = dayOf(FIRST_YEAR, 1, 1);
  const side = name === "sunrise" || name === "dawn" ? -1 : 1;
  for (let day = first; day < first + YEAR_QUARTERS; day++)
    minutes[placeInYear(day)] = eventOn(day, HEIGHTS[name], side, place);
  return minutes;
}

/**
 * The minute of an event, not rounded, from `EARLIEST` on: between the sun's highest and its lowest place of
 * the day.
 */
function eventOn(day: number, height: number, side: -1 | 1, { latitude, longitude, ahead }: Place): number {
  let noon = day + 0.5 - longitude / 360;
  for (let i = 0; i < 3; i++) noon -= hourAngle(noon, longitude) / TURN;
  let above = noon;
  let below = noon + side * 0.5;
  if (altitude(above, latitude, longitude) <= height) return WRITTEN_DOWN;
  if (altitude(below, latitude, longitude) >= height) return WRITTEN_UP;
  while (Math.abs(above - below) > PRECISE) {
    const middle = (above + below) / 2;
    if (altitude(middle, latitude, longitude) > height) above = middle;
    else below = middle;
  }
  return (above - day) * DAY_MINUTES + ahead - EARLIEST;
}

/** Of the sun, in degrees, `at` days since 1970 in UTC. */
function altitude(at: number, latitude: number, longitude: number): number {
  const { declination } = sunAt(at);
  const north = latitude * RADIANS;
  const inDay = Math.cos(north) * Math.cos(declination) * Math.cos(hourAngle(at, longitude));
  return Math.asin(Math.sin(north) * Math.sin(declination) + inDay) / RADIANS;
}

/** The sun's highest place of a day, in minutes of mean solar time there, as of `at` days since 1970. */
export function noonOn(at: number): number {
  const noon = at - hourAngle(at, 0) / TURN;
  return DAY_MINUTES * (noon - Math.floor(noon));
}

/** Of the sun's declination, `at` days since 1970. */
export function tangentAt(at: number): number {
  return Math.tan(sunAt(at).declination);
}

/** From -π to π. */
function hourAngle(at: number, longitude: number): number {
  const sidereal = RADIANS * (280.46061837 + longitude + 360.98564736629 * (at - J2000));
  const angle = sidereal - sunAt(at).rightAscension;
  return angle - TURN * Math.round(angle / TURN);
}

/** Its apparent place, to a hundredth of a degree (Meeus, 25). */
function sunAt(at: number): { rightAscension: number; declination: number } {
  const centuries = (at + DELTA_T - J2000) / 36_525;
  const meanLongitude = RADIANS * (280.46646 + 36_000.76983 * centuries);
  const anomaly = RADIANS * (357.52911 + 35_999.05029 * centuries);
  const center =
    (1.914602 - 0.004817 * centuries) * Math.sin(anomaly) +
    0.019993 * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly);
  const node = RADIANS * (125.04 - 1934.136 * centuries);
  const longitude = meanLongitude + RADIANS * (center - 0.00569 - 0.00478 * Math.sin(node));
  const obliquity = RADIANS * (23.439291 - 0.0130042 * centuries + 0.00256 * Math.cos(node));
  return {
    rightAscension: Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude)),
    declination: Math.asin(Math.sin(obliquity) * Math.sin(longitude)),
  };
}

/** As few points as may be: each line goes as far as it is right. */
function pointsOf(minutes: Minutes): string {
  let place = 0;
  let minute = Math.round(minutes[0] as number);
  let points = "";
  while (place < YEAR_QUARTERS) {
    points += written(place) + written(minute);
    [place, minute] = nextPoint(minutes, place, minute);
  }
  return points + written(YEAR_QUARTERS) + written(minute);
}

function nextPoint(minutes: Minutes, place: number, minute: number): [place: number, minute: number] {
  const isNone = minute >= WRITTEN_UP;
  if (isNone) {
    let end = place;
    while (end < YEAR_QUARTERS && minutes[end] === minute) end += 1;
    return [end, Math.round(at(minutes, end))];
  }
  let next: [number, number] = [place + 1, Math.round(at(minutes, place + 1))];
  for (let end = place + 2; end <= Math.min(place + LONGEST, YEAR_QUARTERS); end++) {
    if (at(minutes, end) >= WRITTEN_UP) break;
    const right = Math.round(at(minutes, end));
    const last = [right, right - 1, right + 1].find((candidate) =>
      isRight(minutes, place, minute, end, candidate),
    );
    if (last !== undefined) next = [end, last];
  }
  return next;
}

/** Behind the end of the year is its beginning. */
function at(minutes: Minutes, place: number): number {
  return minutes[place % YEAR_QUARTERS] as number;
}

function isRight(minutes: Minutes, begins: number, first: number, end: number, last: number): boolean {
  for (let place = begins + 1; place <= end; place++) {
    const half = Math.floor((end - begins) / 2);
    const shown = first + Math.floor(((last - first) * (place - begins) + half) / (end - begins));
    if (Math.abs(shown - at(minutes, place)) > TOLERANCE) return false;
  }
  return true;
}

function written(value: number): string {
  return String.fromCharCode(FIRST_DIGIT + Math.floor(value / DIGITS), FIRST_DIGIT + (value % DIGITS));
}
