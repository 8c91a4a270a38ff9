// The pressure of air as it would be at sea level, in whole numbers: the same on every engine.
// Source: the barometric formula with the lapse of the standard atmosphere, 0.0065 K/m (ISO 2533), as weather
// services reduce pressure.

import { powerOfTen, rounded } from "../../bytes/fixed-point.ts";
import { multiplyDivide } from "../../bytes/multiply-divide.ts";
import { describePart, type Quantity } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import { addSource, newDerivation } from "./derivation.ts";

const KELVIN = 27315;
const COLDEST = -5000;
const WARMEST = 8500;
/** Of the highest towns; the Dead Sea is 430 m below the sea. */
const LOWEST_METRES = -500;
const HIGHEST_METRES = 5500;
/** With two decimals, some 1200 hPa; a higher reading is none of air. */
const MOST_PRESSURE = 131071;
/** The power 5.257 as a series of (1 + x), in 10^-5. */
const SERIES = [7383, 172319, 685456, 1214785, 1118952, 525700];

/**
 * The pressure at sea level, in the unit of `pressure`: `seaLevel(air.pressure, air.temperature, 520)` at an
 * altitude of 520 m. Within 0.06 hPa of the barometric formula up to 3000 m. Trap: its sources have up to two
 * decimals.
 */
export function seaLevel(pressure: Quantity, temperature: Quantity, altitude: number): Quantity {
  const part = newDerivation((here, celsius) => atSeaLevel(here, celsius, altitude), pressure.decimals);
  describePart(part, "", [
    { what: "decimals of its pressure", source: "pressure", value: pressure.decimals, least: 0, most: 2 },
    {
      what: "decimals of its temperature",
      source: "temperature",
      value: temperature.decimals,
      least: 0,
      most: 2,
    },
    { what: "altitude in metres", value: altitude, least: LOWEST_METRES, most: HIGHEST_METRES },
  ]);
  addSource(part, pressure, 1);
  addSource(part, temperature, powerOfTen(Math.max(0, 2 - temperature.decimals)));
  return part.quantity;
}

/** `celsius`: hundredths. */
export function atSeaLevel(pressure: number, celsius: number, metres: number): Reading {
  if (pressure < 0 || pressure > MOST_PRESSURE || celsius < COLDEST || celsius > WARMEST) return undefined;
  const warmer = rounded(65000 * metres, KELVIN + celsius);
  let share = 0;
  for (const term of SERIES) share = multiplyDivide(share, warmer, 100000) + term;
  return pressure + partOf(pressure, multiplyDivide(share, warmer, 100000));
}

/** `pressure * share / 100000`, rounded, though their product has more than 32 bits. `share`: below 2^17. */
function partOf(pressure: number, share: number): number {
  const high = share >> 8;
  const low = share & 255;
  return rounded((pressure * high + ((pressure * low) >> 8)) * 16, 6250);
}
