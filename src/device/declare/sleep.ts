// Sleep, as the author of a device declares it.
import type { Milliseconds } from "../../bytes/milliseconds.ts";

export interface SleepOptions {
  /**
   * Milliseconds from one wake to the next, `minutes(15)`: whole seconds from 30 s to a day, and no more than the chip can sleep at a
   * time. At each wake the device measures, connects, tells the broker and sleeps again.
   */
  every: Milliseconds;
}
