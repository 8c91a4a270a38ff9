// The pulse port: counts by interrupts what would be over before a program looked at the pin: short pulses,
// and the edges of a knob.
import type { Pin } from "./pins.ts";

/**
 * A falling edge is a pulse, where the line was high for long enough before. Counting costs an interrupt
 * each: some hundred a second are taken, not thousands.
 */
export interface Pulses {
  /**
   * Makes the pin an input with the chip's pull-up and counts its pulses from now on: falling edges before
   * which the line was high for
   * `quietMs`, as a contact bounces. With 0, or without it, each falling edge counts.
   */
  count: (pin: Pin, quietMs?: number) => void;
  /** Pulses since `count`, 0 to 2^31 - 1; begins again at 0 behind that. */
  counted: (pin: Pin) => number;
}

/** Knobs that turn, each with two lines. */
export interface Turns {
  /**
   * Makes the two lines of an encoder inputs with the chip's pull-ups, and counts its edges from now on, as
   * in reading/quadrature.ts. The runtime's `pinsChanged` is called after some have come, in a later turn.
   */
  count: (clk: Pin, dt: Pin) => void;
  /**
   * Those of the encoder on `clk` since it was last called: clockwise above 0, and below it the other way.
   */
  take: (clk: Pin) => number;
}
