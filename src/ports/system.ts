// The system port: what only the chip knows.

export interface System {
  /** The chip's own number as 6 to 12 lower-case hexadecimal digits; the same after every restart. */
  chipId: () => string;
  /**
   * A whole number from 0 to `below` - 1 (`below` 1 to 65,536), different on two devices that start together.
   */
  draw: (below: number) => number;
  /** One line for whoever watches the console. Never holds a secret. */
  log: (line: string) => void;
  /** Bytes of memory that are free for the program, now. */
  freeMemory: () => number;
  /**
   * Why the chip started last: "power", "reset", "software", "watchdog", "exception", "deep sleep" or
   * "unknown".
   */
  resetReason: () => string;
  /** Strength of the Wi-Fi signal in dBm, below 0; 0 when there is none or nobody knows. */
  signalStrength: () => number;
  /**
   * Starts the chip anew in `ms` milliseconds, at least 1, whatever the program does until then. The last
   * call holds.
   */
  restartIn: (ms: number) => void;
  /** Calls that off. */
  stayOn: () => void;
}
