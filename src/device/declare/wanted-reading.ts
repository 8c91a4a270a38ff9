// The readings of a sensor that a declaration asks for, as the whole numbers that the device compares.
import { scaled } from "../../bytes/fixed-point.ts";
import type { WantedReading } from "./actuators/declaration.ts";
import type { SensorDeclaration } from "./sensor.ts";

/** The reading that a state in words, or a number, stands for. */
export function readingOf(sensor: SensorDeclaration, state: number | string): number | undefined {
  if (typeof state === "number") return scaled(state, sensor.decimals);
  const states = sensor.options.states;
  if (states === undefined) return undefined;
  for (let i = 0; i < states.length; i++) {
    if (states[i] === state) return i;
  }
  return undefined;
}

/** The outermost possible readings. */
export const LEAST_READING = -2147483647;
export const GREATEST_READING = 2147483647;

/** The least wanted reading. One that the sensor never has is above the greatest. */
export function leastWanted(sensor: SensorDeclaration, wanted: WantedReading): number {
  if (typeof wanted === "string" || typeof wanted === "number") {
    const reading = readingOf(sensor, wanted);
    return reading === undefined ? GREATEST_READING : reading;
  }
  return wanted.above === undefined ? LEAST_READING : scaled(wanted.above, sensor.decimals) + 1;
}

/** The greatest wanted reading. */
export function greatestWanted(sensor: SensorDeclaration, wanted: WantedReading): number {
  if (typeof wanted === "string" || typeof wanted === "number") {
    const reading = readingOf(sensor, wanted);
    return reading === undefined ? LEAST_READING : reading;
  }
  return wanted.below === undefined ? GREATEST_READING : scaled(wanted.below, sensor.decimals) - 1;
}
