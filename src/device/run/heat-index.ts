// Heat index: how hot humid air feels, in whole numbers, the same on every engine.
// Source: NOAA, National Weather Service, "The Heat Index Equation" (Rothfusz, SR 90-23, with both
// adjustments, and Steadman's simple
// formula below 80 °F).

import { rounded } from "../../bytes/fixed-point.ts";
import { multiplyDivide } from "../../bytes/multiply-divide.ts";
import { squareRoot } from "../../bytes/square-root.ts";
import type { Quantity } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import { ofAir } from "./humid-air.ts";

/** Hundredths of a degree Celsius. Nobody has measured beyond these. */
const LEAST = -4500;
const MOST = 6000;
/**
 * Hundredths of a degree Fahrenheit: up to here air feels as it is, and from here on humidity counts in full.
 */
const COOL = 4000;
const HOT = 8000;

/**
 * The heat index of air in °C, by NOAA's formula: `heatIndex(air.temperature, air.humidity)`. Within 0.05 °C
 * of it from -45 to 60 °C; below 4.4 °C it is the temperature. Trap: its sources have up to two decimals.
 */
export function heatIndex(temperature: Quantity, humidity: Quantity): Quantity {
  return ofAir(temperature, humidity, indexOfHeat);
}

export function indexOfHeat(celsius: number, percent: number): Reading {
  if (percent < 0 || percent > 10000 || celsius < LEAST || celsius > MOST) return undefined;
  const fahrenheit = rounded(celsius * 9, 5) + 3200;
  if (fahrenheit <= COOL) return celsius;
  const simple = rounded(fahrenheit * 10500 - 5150000 + percent * 235, 10000);
  if (simple < HOT) return rounded((simple - 3200) * 5, 9);
  const millionths = regression(fahrenheit, percent) + adjustment(fahrenheit, percent) * 10000;
  return multiplyDivide(millionths - 32000000, 5, 90000);
}

/** In millionths of a degree, rounded down, half of a hundredth of a degree Celsius more. */
function regression(fahrenheit: number, percent: number): number {
  const dry = 2049015 - Math.floor((fahrenheit * 68378) / 1000);
  const once = Math.floor((fahrenheit * 61437) / 500) - 2247554;
  const twice = 852820 - Math.floor((fahrenheit * 199) / 10);
  const ofPercent = 101433313 + multiplyDivide(fahrenheit, once, 100);
  const ofSquare = multiplyDivide(fahrenheit, twice, 100) - 54817170;
  const slope = Math.floor((ofPercent + multiplyDivide(ofSquare, percent, 10000)) / 10);
  return multiplyDivide(fahrenheit, dry, 100) - 42370000 + multiplyDivide(slope, percent, 100);
}

/** In hundredths of a degree: less in dry air, more in humid air that is not very hot. */
function adjustment(fahrenheit: number, percent: number): number {
  const middle = fahrenheit < 9500 ? 9500 - fahrenheit : fahrenheit - 9500;
  if (percent < 1300 && middle <= 1700 && fahrenheit >= HOT)
    return 0 - Math.floor(((1300 - percent) * squareRoot((1700 - middle) * 58823)) / 40000);
  if (percent > 8500 && fahrenheit >= HOT && fahrenheit <= 8700)
    return Math.floor(((percent - 8500) * (8700 - fahrenheit)) / 5000);
  return 0;
}
