// A filter: one step between a sensor's reading and its telemetry, in a fixed amount of memory.
import type { Reading } from "../../reading/reading.ts";

/** What a filter gives when nothing is to go on. No reading comes near it: those are within a billion of zero. */
export const HELD = -2147483647;

export interface Filter {
  /** An option in the sensor's unit (0.2). The device layer scales it to the sensor's decimals once, at start. */
  amount: number;
  /** Takes a reading, or "no reading"; gives one, or `HELD`. It is given its own filter. */
  pass(this: void, filter: Filter, reading: Reading): Reading;
}
