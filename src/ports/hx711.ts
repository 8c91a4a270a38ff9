// The port of an HX711: 24 bits that the part shifts out, one for each pulse of its clock.
import type { Pin } from "./pins.ts";

export interface Hx711Lines {
  /** Behind `makeOutput` of the clock, and before `makeInput` of data. */
  setUp: (data: Pin, clock: Pin) => void;
  /**
   * Takes the measurement by 25 pulses, each high for less than the 60 µs that would put the part to sleep:
   * channel A, gain 128. Call it when the clock and `data` are low only: a target may wait for that, and
   * stop. Counts, -8388608 to 8388607; `undefined` where `data` does not go high at the end, as a part's
   * does.
   */
  read: (data: Pin, clock: Pin) => number | undefined;
}
