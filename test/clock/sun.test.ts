// Sunrise, sunset and twilight beside those of suncalc, for thirty places and each day of years.
import { getPosition, getTimes } from "suncalc";
import { expect, test } from "vitest";
import { DOWN, sunEventAround, UP } from "../../src/clock/sun.ts";
import { type Site, siteAt, siteIn, sunEventAnywhere } from "../../src/clock/sun-anywhere.ts";
import { ARCS, NOONS, SLOPES } from "../../src/clock/sun-curves.ts";
import { type SunEventName, sunEventAt } from "../../src/platform/node/sun-table.ts";
import { EVERYTHING } from "../everything.ts";
import { yearCurves } from "./year-curves.ts";

type Place = readonly [name: string, latitude: number, longitude: number];

const PLACES: readonly Place[] = [
  ["Null Island", 0, 0],
  ["Quito", -0.18, -78.47],
  ["Singapore", 1.35, 103.82],
  ["Nairobi", -1.29, 36.82],
  ["Kiritimati", 1.87, -157.43],
  ["Suva", -18.14, 178.44],
  ["Honolulu", 21.31, -157.86],
  ["Mumbai", 19.08, 72.88],
  ["Kathmandu", 27.72, 85.32],
  ["Cairo", 30.04, 31.24],
  ["Johannesburg", -26.2, 28.05],
  ["Sydney", -33.87, 151.21],
  ["Auckland", -36.85, 174.76],
  ["Buenos Aires", -34.6, -58.38],
  ["San Francisco", 37.77, -122.42],
  ["New York", 40.71, -74.01],
  ["Tokyo", 35.68, 139.69],
  ["Madrid", 40.42, -3.7],
  ["Berlin", 52.52, 13.41],
  ["London", 51.51, -0.13],
  ["Edinburgh", 55.95, -3.19],
  ["Petropavlovsk", 53.02, 158.65],
  ["Ushuaia", -54.8, -68.3],
  ["Helsinki", 60.17, 24.94],
  ["Anchorage", 61.22, -149.9],
  ["Reykjavik", 64.15, -21.94],
  ["Luleå, nearly", 65, 22.15],
  ["the south", -65, -64],
  ["Tromsø", 69.65, 18.96],
  ["Longyearbyen", 78.22, 15.65],
];
const YEARS = EVERYTHING ? [2026, 2028, 2030, 2032, 2034, 2036] : [2026, 2036];
const EVENTS: readonly SunEventName[] = ["sunrise", "sunset", "dawn", "dusk"];

const DAY_MINUTES = 1440;
const MINUTE_MS = 60_000;
/** A line is wrong by one, and its year by a little. */
const MOST_MINUTES = 1.5;
/**
 * Where the sun goes along the horizon, minutes say little: then it is so near to the height. Refraction
 * alone differs by more.
 */
const MOST_DEGREES = 0.1;
/**
 * Whether there is an event suncalc tells from the declination at noon, and knows the lowest place before
 * that alone.
 */
const DAY_DEGREES = 0.4;

/** Without refraction, which suncalc adds: below the horizon it adds as much as there. */
const REFRACTION = 0.4843;
const altitudeAt = (minute: number, latitude: number, longitude: number) =>
  getPosition(new Date(minute * MINUTE_MS), latitude, longitude).altitude - REFRACTION;

const daysOf = (year: number) => {
  const [first, next] = [year, year + 1].map((year) => Date.UTC(year, 0, 1) / 86_400_000) as [number, number];
  return Array.from({ length: next - first }, (_, i) => first + i);
};

/** What is wrong with an event of a day: a sentence, or "". */
function wrongOn(
  day: number,
  name: SunEventName,
  ours: number,
  [, latitude, longitude]: Place,
  mostMinutes = MOST_MINUTES,
  mostDegrees = MOST_DEGREES,
): string {
  const times = getTimes(new Date(day * 86_400_000 + 43_200_000), latitude, longitude);
  const theirs = times[name]?.valueOf();
  if (ours < 0 && theirs === undefined) {
    if (times.alwaysUp === undefined) return "";
    return (ours === UP) === times.alwaysUp ? "" : `is ${ours}, and the sun is always ${times.alwaysUp}`;
  }
  const minutes = ours < 0 || theirs === undefined ? Number.POSITIVE_INFINITY : ours - theirs / MINUTE_MS;
  if (Math.abs(minutes) <= mostMinutes) return "";
  const extreme = ours === UP ? times.nadir : times.solarNoon;
  const at = ours < 0 ? extreme.valueOf() / MINUTE_MS : ours;
  const height = name === "sunrise" || name === "sunset" ? -0.833 : -6;
  const degrees = altitudeAt(at, latitude, longitude) - height;
  const most = Number.isFinite(minutes) ? mostDegrees : DAY_DEGREES;
  return Math.abs(degrees) <= most ? "" : `is wrong by ${minutes} minutes, ${degrees} degrees`;
}

test.each(PLACES)("the sun's events at %s equal suncalc's on each day", (...place) => {
  const [, latitude, longitude] = place;
  for (const name of EVENTS) {
    const event = sunEventAt(name, latitude, longitude);
    const days = YEARS.flatMap(daysOf);
    const wrong = days.map((day) => ({
      day,
      why: wrongOn(day, name, sunEventAround(noonOf(day, place), event), place),
    }));
    expect(wrong.filter(({ why }) => why !== "")).toEqual([]);
    expect(event.points).toMatch(/^[#-[]{8,320}$/);
  }
});

test.each(PLACES)("the sun's events at the setting %s equal suncalc's within two minutes", (...place) => {
  const [, latitude, longitude] = place;
  const site = siteIn(`${latitude},${longitude}`) as Site;
  for (const [i, name] of EVENTS.entries()) {
    const days = YEARS.flatMap(daysOf);
    const wrong = days.map((day) => ({
      day,
      why: wrongOn(day, name, sunEventAnywhere(noonOf(day, place), site, i), place, 2, 0.13),
    }));
    expect(wrong.filter(({ why }) => why !== "")).toEqual([]);
  }
});

test("the sun's yearly curves equal those computed anew", () => {
  expect({ noons: NOONS, slopes: SLOPES, arcs: ARCS }).toEqual(yearCurves());
});

test.each(["", ",", "52", "52.5;13.4", "north,13", "79.1,0", "-79.1,0", "52,180.1", "52,", ",13", "52,13,1"])(
  "%j is refused as a place",
  (text) => expect(siteIn(text)).toBeUndefined(),
);

test("a place is rounded to a hundredth of a degree everywhere", () => {
  expect(siteIn("52.523,13.405")).toEqual(siteAt(5252, 1341));
  expect(siteIn("-33.87, 151.21")).toEqual(siteAt(-3387, 15121));
  expect(siteIn("-22.957,-43.2")).toEqual(siteAt(-2296, -4320));
  expect(siteIn("+0.004,-0.004")).toEqual(siteAt(0, 0));
});

const DAY = Date.UTC(2026, 5, 21) / 86_400_000;
const noonOf = (day: number, [, , longitude]: Place) => day * DAY_MINUTES + 720 - longitude * 4;

test("a day's sun event is the same for hours around noon", () => {
  const place = PLACES.find(([name]) => name === "Berlin") as Place;
  const event = sunEventAt("sunset", place[1], place[2]);
  const noon = noonOf(DAY, place);
  const events = [-600, -60, 0, 60, 600].map((minutes) => sunEventAround(noon + minutes, event));
  expect(new Set(events).size).toBe(1);
  expect(new Date((events[0] as number) * MINUTE_MS).toISOString()).toBe("2026-06-21T19:33:00.000Z");
});

test.each([
  ["sunset", 69.65, DAY, UP],
  ["sunset", 69.65, DAY + 183, DOWN],
  ["dusk", 64.15, DAY, UP],
  ["sunrise", -78, DAY, DOWN],
  ["sunrise", -78, DAY + 183, UP],
  ["dawn", 90, DAY + 183, DOWN],
] as const)("the %s at %d degrees on day %d is absent: %d", (name, latitude, day, expected) => {
  expect(sunEventAround(day * DAY_MINUTES + 720, sunEventAt(name, latitude, 0))).toBe(expected);
});
