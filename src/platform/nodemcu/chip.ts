// What differs between the two chips that run NodeMCU. Each has a folder that offers this.
import type { Pin } from "../../ports/pins.ts";

export interface Chip {
  /** Milliseconds since the last call (0 at the first one). Called at least once in 35 minutes. */
  passed: () => number;
  /** Joins the network, and tells the device each time it is there or gone. An empty name: what the chip has stored. */
  join: (this: void, ssid: string, password: string) => void;
  makeOutput: (pin: Pin, level: number) => void;
  readRecord: (name: string) => string | undefined;
  writeRecord: (name: string, bytes: string) => boolean;
  i2cBus: number;
  chipId: () => string;
  /** A whole number that differs from one start to the next. */
  seed: () => number;
}
