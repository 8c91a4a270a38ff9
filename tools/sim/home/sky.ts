// Outside: how light it is by the sun's height and the clouds, and how warm and damp the air is.
import type { Air } from "../parts/around.ts";
import { noise } from "./noise.ts";
import { DAY_MS, HOUR_MS } from "./time.ts";

export interface Sky {
  /** Illuminance under the open sky, in lx. */
  lux: (ms: number) => number;
  air: (ms: number) => Air;
  /** Share of the sky that is covered, 0 to 1. */
  clouds: (ms: number) => number;
}

/**
 * Where the house stands, and when: 50° north, 21 November, when the sun stands 20.1° south of the equator.
 */
const LATITUDE = (50 * Math.PI) / 180;
const DECLINATION = (-20.1 * Math.PI) / 180;
/** lx at sunset, and under a sun overhead in a clear sky. */
const SUNSET_LUX = 400;
const ZENITH_LUX = 110_000;
/**
 * In twilight the light falls to 1 part in e with each 1.26 degrees: 3.4 lx at the end of civil twilight, 6
 * degrees below.
 */
const TWILIGHT_DEGREES = 1.26;

/** The sun's height above the horizon, in degrees; midday is at 12. */
export function sunHeight(ms: number): number {
  const hourAngle = (2 * Math.PI * ((ms % DAY_MS) - 12 * HOUR_MS)) / DAY_MS;
  const sine =
    Math.sin(LATITUDE) * Math.sin(DECLINATION) +
    Math.cos(LATITUDE) * Math.cos(DECLINATION) * Math.cos(hourAngle);
  return (Math.asin(sine) * 180) / Math.PI;
}

/**
 * lx of a clear sky: the share of the sun that falls on the ground, and what the sky still scatters after
 * sunset.
 */
function clearSky(height: number): number {
  if (height <= 0) return SUNSET_LUX * Math.exp(height / TWILIGHT_DEGREES);
  return SUNSET_LUX + ZENITH_LUX * Math.sin((height * Math.PI) / 180);
}

/** The same seed has the same weather. */
export function createSky(seed: number): Sky {
  const clouds = (ms: number) => noise(seed, ms / (3 * HOUR_MS));

  /**
   * Coldest at 3 in the morning; clouds keep days cool and nights mild; from day to day it is up to 3 K
   * colder or warmer.
   */
  function air(ms: number): Air {
    const turn = (2 * Math.PI * (ms - 3 * HOUR_MS)) / DAY_MS;
    const swing = 4 * (1 - 0.5 * clouds(ms));
    const celsius = 5 + 6 * (noise(seed + 1, ms / DAY_MS) - 0.5) - swing * Math.cos(turn);
    return { celsius, humidity: 75 + 20 * clouds(ms) };
  }

  return { clouds, air, lux: (ms) => clearSky(sunHeight(ms)) * (1 - 0.8 * clouds(ms)) };
}
