// The pixels port: strips of addressable LEDs (WS2812 and its kin), each on a pin of its own.
import type { Pin } from "./pins.ts";

export interface Pixels {
  /** Makes the pin ready for a strip. Called once for each, before all else; nothing is sent yet. */
  setUp: (pin: Pin) => void;
  /**
   * Sends the bytes, so many times over and without a pause, as the LEDs take them: the nearest one the first
   * three, the next one the next. Blocks until they have left, 30 µs for each LED, give or take 0.3 ms.
   * `false`: the firmware could not send them. Nothing answers on a strip: `true` does not say that it shows
   * them.
   */
  send: (pin: Pin, bytes: string, times: number) => boolean;
}
