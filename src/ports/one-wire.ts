// The one-wire port: a bus of one data line, as Maxim's parts have it.
import type { Pin } from "./pins.ts";

/** Each call blocks for its own transfer only: about 0.6 ms a byte, 1 ms for a reset. */
export interface OneWire {
  /** Makes the pin the data line of a bus. */
  setUp: (pin: Pin) => void;
  /** Resets the bus. False when no part answered with its presence pulse. */
  reset: (pin: Pin) => boolean;
  /** Sends bytes, the lowest bit first. */
  write: (pin: Pin, bytes: string) => void;
  /** Reads `count` bytes; a line that nobody drives reads as "\xff". */
  read: (pin: Pin, count: number) => string;
}
