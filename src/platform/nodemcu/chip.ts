// What differs between the two chips that run NodeMCU. Each has a folder that offers this.
import type { Pin } from "../../ports/pins.ts";
import type { Storage } from "../../ports/storage.ts";

export interface Chip {
  /** Milliseconds since the last call (0 at the first one). Called at least once in 35 minutes. */
  passed: () => number;
  /** Joins the network; `changed` is called each time it is there or gone. An empty name: what the chip has stored. */
  join: (ssid: string, password: string, changed: (up: boolean) => void) => void;
  output: (pin: Pin, level: number) => void;
  storage: Storage;
  i2cBus: number;
  id: string;
  /** A whole number that differs from one start to the next. */
  seed: () => number;
}
