// Water in the air, from its temperature and relative humidity, in whole numbers: the same on every engine.
// Source: the Magnus formula over water with the coefficients of the WMO (Guide to Instruments and Methods of
// Observation, WMO-No. 8, annex
// 4.B: 6.112 hPa, 17.62, 243.12 °C), from -45 to 60 °C; up to 85 °C it goes on as such parts measure.

import { powerOfTen } from "../../bytes/fixed-point.ts";
import { multiplyDivide } from "../../bytes/multiply-divide.ts";
import { octavesOf, powerWithinOctave } from "../../bytes/octaves.ts";
import { describePart, type Quantity } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import { addSource, type Compute, newDerivation } from "./derivation.ts";

/** Hundredths, as all of these are worked out in. */
const DECIMALS = 2;
const LEAST = -4500;
const MOST = 8500;
/** 17.62 in 2^-11, and 243.12 °C. */
const STEEPNESS = 36086;
const OFFSET = 24312;
/** The logarithm of 100 %, as octavesOf has it. */
const FULL_OCTAVES = 217705;
/** ln(2) in 2^-16, of octaves in 2^-14 to 2^-11 of the natural logarithm. */
const NATURAL = 5678;
/** log2(e) * 8 in 2^-11. */
const OCTAVES = 23637;
const KELVIN = 27315;

/**
 * The dew point of air in °C: `dewPoint(air.temperature, air.humidity)`. Within 0.02 °C of the Magnus formula
 * from -45 to 60 °C and from 1 to 100 %. There is no reading at 0 %. Trap: its sources have up to two
 * decimals.
 */
export function dewPoint(temperature: Quantity, humidity: Quantity): Quantity {
  return ofAir(temperature, humidity, pointOfDew);
}

/**
 * Grams of water in a cubic metre of air: `absoluteHumidity(air.temperature, air.humidity)`. Within 0.02 g/m³
 * and 0.1 % of the Magnus formula from -45 to 60 °C. Trap: its sources have up to two decimals.
 */
export function absoluteHumidity(temperature: Quantity, humidity: Quantity): Quantity {
  return ofAir(temperature, humidity, gramsOfWater);
}

/** Both come in hundredths, and so does the result. */
export function ofAir(temperature: Quantity, humidity: Quantity, compute: Compute): Quantity {
  const part = newDerivation(compute, DECIMALS);
  describePart(part, "", [
    {
      what: "decimals of its temperature",
      source: "temperature",
      value: temperature.decimals,
      least: 0,
      most: DECIMALS,
    },
    {
      what: "decimals of its humidity",
      source: "humidity",
      value: humidity.decimals,
      least: 0,
      most: DECIMALS,
    },
  ]);
  addSource(part, temperature, powerOfTen(Math.max(0, DECIMALS - temperature.decimals)));
  addSource(part, humidity, powerOfTen(Math.max(0, DECIMALS - humidity.decimals)));
  return part.quantity;
}

/**
 * The logarithm of saturated air's pressure against that at 0 °C, in 2^-11, half of one too low on average.
 */
function saturation(celsius: number): number {
  return multiplyDivide(celsius, STEEPNESS, OFFSET + celsius);
}

export function pointOfDew(celsius: number, percent: number): Reading {
  if (percent < 1 || celsius < LEAST || celsius > MOST) return undefined;
  const share = ((octavesOf(percent) - FULL_OCTAVES) * NATURAL) >> 13;
  const gamma = (saturation(celsius) * 8 + share + 8) >> 3;
  return multiplyDivide(gamma, OFFSET, STEEPNESS - gamma);
}

/** 216.7 g K/J of 6.112 hPa, against hundredths of a kelvin: 476 / 23. */
export function gramsOfWater(celsius: number, percent: number): Reading {
  if (percent < 0 || celsius < LEAST || celsius > MOST) return undefined;
  const octaves = (saturation(celsius) * OCTAVES + 12000) >> 11;
  const power = powerWithinOctave(octaves & 16383);
  const whole = octaves >> 14;
  const water = (percent * power) >> 8;
  const shifted = whole < 0 ? water >> (0 - whole) : water << whole;
  return multiplyDivide(shifted, 476, (KELVIN + celsius) * 23);
}
