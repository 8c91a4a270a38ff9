// The I2C port: one bus, the device as its controller.
import type { Pin } from "./pins.ts";

/** Where the two lines of a bus are. */
export interface I2cPins {
  sda: Pin;
  scl: Pin;
}

/** Each call blocks for its own transfer only (about 0.1 ms a byte at 100 kHz). Addresses are 7 bits. */
export interface I2c {
  /** Sets the bus up at 100 kHz. */
  setUpBus: (pins: I2cPins) => void;
  /** Start, address, bytes, stop. False when nothing acknowledged the address. */
  writeBus: (address: number, bytes: string) => boolean;
  /** Start, address, `count` bytes, stop. `undefined` when nothing acknowledged: there is no data, now. */
  readBus: (address: number, count: number) => string | undefined;
}
