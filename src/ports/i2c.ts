// The I2C port: its buses, the device as their controller.
import type { Pin } from "./pins.ts";

/** Where the two lines of a bus are. */
export interface I2cPins {
  sda: Pin;
  scl: Pin;
  /** Which of several buses it is; 0 where nothing is said. */
  bus?: number;
  /** Bits a second; 100,000 where nothing is said. */
  hertz?: number;
}

/** To the address of a part on a further bus this is added, once for each bus before it. */
export const NEXT_BUS = 0x80;

/**
 * Each call blocks for its own transfer only (about 0.1 ms a byte at 100 kHz). Addresses are 7 bits, and
 * above them the number of the bus (`NEXT_BUS`).
 */
export interface I2c {
  /** Sets the bus up. */
  setUp: (pins: I2cPins) => void;
  /** Start, address, bytes, stop. False when nothing acknowledged the address. */
  write: (address: number, bytes: string) => boolean;
  /** Start, address, `count` bytes, stop. `undefined` when nothing acknowledged: there is no data, now. */
  read: (address: number, count: number) => string | undefined;
}
