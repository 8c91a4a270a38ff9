// Sunrise, sunset and civil twilight anywhere, for a device whose settings say where it is: from the sun's
// year, in whole numbers.
import { decimalHalves } from "../bytes/decimal-number.ts";
import { multiplyDivide } from "../bytes/multiply-divide.ts";
import { squareRoot } from "../bytes/square-root.ts";
import { DOWN, lineAt, UP } from "./sun.ts";
import { ARCS, NOONS, SLOPES } from "./sun-curves.ts";

/** A place, as the sun's way over it needs it. */
export interface Site {
  /** By how many minutes mean solar time is ahead of UTC there. */
  ahead: number;
  /** Of its latitude, ten thousand to one; below 0 in the south. */
  tangent: number;
  /** The same, a thousand to one. */
  secant: number;
}

/** Eighths of a day in a year: in four years each comes at another hour. */
export const YEAR_EIGHTHS = 2922;
/** What the curves count from, and in: minutes of a day, tangents, cosines. */
export const EARLIEST_NOON = 700;
export const SLOPE_UNITS = 3400;
export const NO_SLOPE = 1475;
export const ARC_PLACES = 3200;

const DAY_MINUTES = 1440;
const UNIT = 10000;
/** Hundredths of degrees: nearer to a pole nobody stays, and the tangent has no end. */
const MOST_LATITUDE = 7900;
const MOST_LONGITUDE = 18000;

/**
 * How far the sun's centre is below the horizon, as a sine, ten thousand to one: 0.833 degrees, and 6 in
 * civil twilight.
 */
const RISEN = 145;
const CIVIL = 1045;

/** Of latitude and longitude in hundredths of degrees. @cold */
export function siteAt(latitude: number, longitude: number): Site {
  const north = Math.min(MOST_LATITUDE, Math.abs(latitude));
  const arc = Math.floor((north * 174533 + 50000) / 100000);
  const square = Math.floor((arc * arc) / UNIT);
  // The tangent as a continued fraction.
  let under = 5 * UNIT - multiplyDivide(square, UNIT, 7 * UNIT);
  under = 3 * UNIT - multiplyDivide(square, UNIT, under);
  under = UNIT - multiplyDivide(square, UNIT, under);
  const tangent = multiplyDivide(arc, UNIT, under);
  const thousandths = Math.floor(tangent / 10);
  return {
    ahead: Math.floor((longitude * 4 + 50) / 100),
    tangent: latitude < 0 ? 0 - tangent : tangent,
    secant: squareRoot(1000000 + thousandths * thousandths),
  };
}

/** Of "52.52,13.4", to a hundredth of a degree; `undefined` where it is no place. @cold */
export function siteIn(text: string): Site | undefined {
  const comma = text.indexOf(",");
  if (comma < 0) return undefined;
  const north = decimalHalves(text.substring(0, comma), 2);
  const east = decimalHalves(text.substring(comma + 1, text.length), 2);
  if (north === undefined || east === undefined) return undefined;
  const latitude = nearest(north);
  const longitude = nearest(east);
  if (Math.abs(latitude) > MOST_LATITUDE || Math.abs(longitude) > MOST_LONGITUDE) return undefined;
  return siteAt(latitude, longitude);
}

/** Where the settings say that it is, or else the declaration; `undefined` where the settings have no say. @cold */
export function siteOf(named: string, declared: string | undefined): Site | undefined {
  if (declared === undefined || declared === "") return undefined;
  const site = siteIn(named);
  return site === undefined ? siteIn(declared) : site;
}

/** Of halves, cut off towards zero. @cold */
function nearest(halves: number): number {
  const whole = Math.floor((Math.abs(halves) + 1) / 2);
  return halves < 0 ? 0 - whole : whole;
}

/**
 * The minute since 1970, in UTC, of an event (0 to 3: sunrise, sunset, dawn, dusk) of the day around a noon,
 * which is given so as well and may be wrong by hours; `UP` or `DOWN` where it has none.
 */
export function sunEventAnywhere(noon: number, { ahead, tangent, secant }: Site, event: number): number {
  const day = Math.floor((noon + ahead) / DAY_MINUTES) * DAY_MINUTES - ahead;
  const isMorning = event % 2 === 0;
  // A quarter of a day from noon, to the nearest eighth: where the sun stands then.
  const eighth = Math.floor((day + (isMorning ? 450 : 1170)) / 180) % YEAR_EIGHTHS;
  const slope = lineAt(SLOPES, eighth) - NO_SLOPE;
  // The secant of its declination, to a thousandth.
  const stretch = 1000 + Math.floor((slope * slope) / 24184);
  const depth = Math.floor((Math.floor(((event < 2 ? RISEN : CIVIL) * secant) / 1000) * stretch) / 1000);
  const cosine = 0 - depth - Math.floor((tangent * slope) / SLOPE_UNITS);
  if (cosine <= 0 - UNIT) return UP;
  if (cosine >= UNIT) return DOWN;
  const acute = lineAt(ARCS, Math.floor((Math.abs(cosine) * 32 + 50) / 100));
  const arc = cosine < 0 ? 5760 - acute : acute;
  const eightieths = lineAt(NOONS, eighth) + 10 * (isMorning ? 0 - arc : arc);
  return day + EARLIEST_NOON + Math.floor((eightieths + 40) / 80);
}
