// The pulse port: counts short pulses, each of which would be over before a program looked at the pin.
import type { Pin } from "./pins.ts";

/** A falling edge is a pulse. Counting costs an interrupt each: some hundred a second are taken, not thousands. */
export interface Pulses {
  /** Makes the pin an input with the chip's pull-up and counts its pulses from now on. */
  countPulses: (pin: Pin) => void;
  /** Pulses since `countPulses`, 0 to 2^31 - 1; begins again at 0 behind that. */
  pulsesOf: (pin: Pin) => number;
}
