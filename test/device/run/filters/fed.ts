// A filter that is fed: what it gives for each reading, by turns or at times.
import { type Filter, HELD } from "../../../../src/device/run/filters/filter.ts";
import type { Reading } from "../../../../src/reading/reading.ts";

export function feed(filter: Filter, ...readings: Reading[]): Reading[] {
  return readings.map((reading) => filter.pass(filter, reading, 0));
}

/** Readings at their times in milliseconds, "21@1000"; "-" is no reading, "held" one that a filter before it held. */
export function feedAt(filter: Filter, ...moments: string[]): (Reading | "held")[] {
  return moments.map((moment) => {
    const [reading, time] = moment.split("@");
    const value = reading === "-" ? undefined : reading === "held" ? HELD : Number(reading);
    const passed = filter.pass(filter, value, Number(time));
    return passed === HELD ? "held" : passed;
  });
}

/** The filter as the sensor brings it to whole numbers with so many decimals. */
export function scaledTo(decimals: number, filter: Filter): Filter {
  filter.scale?.(filter, decimals);
  return filter;
}
