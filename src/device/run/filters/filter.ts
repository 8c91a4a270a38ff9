// A filter: one step between a sensor's reading and its telemetry, in a fixed amount of memory.
import type { Reading } from "../../../reading/reading.ts";
import type { WakeMemory } from "../wake-memory.ts";

/**
 * The result of a filter that holds a reading back. No reading comes near it: those are within a billion of
 * zero.
 */
export const HELD = -2147483647;

/** The filters, by their names in faults. */
export type FilterKind =
  | "dead band"
  | "throttle"
  | "debounce"
  | "heartbeat"
  | "median"
  | "moving average"
  | "exponential average"
  | "window minimum"
  | "window maximum"
  | "linear calibration"
  | "calibration table"
  | "clamp"
  | "valid range"
  | "maximum step"
  | "difference";

/**
 * A filter in a sensor's list. Every filter gives "no reading" for "no reading", at once, so that a broken
 * part is never hidden; what it does with the reading that comes next stands in its file's first lines.
 */
export interface Filter {
  /** For tools on a computer, and in no image: its kind, and its options as its author gave them. */
  kind: FilterKind;
  given: readonly number[];
  /**
   * Brings options in the sensor's unit (0.2) to whole numbers with the sensor's decimals. Called once, by
   * `sensor`.
   */
  scale?(this: void, filter: Filter, decimals: number): void;
  /** Does it take `HELD` as well, when the filter in front of it holds a reading? */
  hearsHeld?: boolean;
  /** Keeps over a sleep what it remembers of readings before. */
  carry?(this: void, filter: Filter, memory: WakeMemory): void;
  /** Takes a reading, or "no reading", at `now`; gives one, or `HELD`. It is given its own filter. */
  pass(this: void, filter: Filter, reading: Reading, now?: number): Reading;
}
