// The analog port: the voltage at a pin, in counts.
import type { Pin } from "./pins.ts";

export interface Analog {
  /** Makes the pin an analog input. */
  setUp: (pin: Pin) => void;
  /**
   * The counts now, 0 to 4095: twelve bits of what the board's `analogMillivolts` says is full scale,
   * whatever the converter's own width is.
   */
  read: (pin: Pin) => number;
}
