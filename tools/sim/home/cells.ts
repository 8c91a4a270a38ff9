// Three cheap AA cells of a device that sleeps little: their voltage sinks by the day, and lower in the cold.
//
//   U = 4800 mV - 45 mV a day + 3 mV/K (T - 20 °C), of cells that are `daysOld` at the start
import { DAY_MS } from "./time.ts";

const FRESH_MV = 4800;
const MV_PER_DAY = 45;
const MV_PER_KELVIN = 3;
const EMPTY_MV = 2700;

/** Millivolts of cells at a moment of the house's time, in air of so many °C. */
export function cellsMillivolts(now: number, daysOld: number, celsius: number): number {
  const days = daysOld + now / DAY_MS;
  return Math.max(EMPTY_MV, FRESH_MV - MV_PER_DAY * days + MV_PER_KELVIN * (celsius - 20));
}
