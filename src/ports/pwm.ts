// The PWM port: a pin that is high for a part of each period, for dimmed light, servos and sound.
import type { Pin } from "./pins.ts";

export interface Pwm {
  /**
   * Starts it, or changes its frequency. `hertz` is a whole number that the board makes (boards/board.ts):
   * the build refuses another one, as it tries a part's start and both of its ends. `duty` is the part of the
   * period in which the pin is high, 0 (never) to 1023 (always).
   */
  start: (pin: Pin, hertz: number, duty: number) => void;
  /** Changes the duty of a started one, 0 to 1023. */
  setDuty: (pin: Pin, duty: number) => void;
}
