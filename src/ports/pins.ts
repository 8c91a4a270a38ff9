// The pin port: digital outputs and inputs.

/**
 * A pin as its target names it: Espruino "D26", NodeMCU a number. The build takes it from the board's table.
 */
export type Pin = string | number;

/** Each call takes effect before it returns. A level is 0 or 1. */
export interface Pins {
  /** Makes the pin an output that stands at `level` from the first moment on. */
  makeOutput: (pin: Pin, level: number) => void;
  /** Sets an output. */
  setLevel: (pin: Pin, level: number) => void;
  /** Makes the pin an input; `pulledUp`: with the chip's own resistor to the supply. */
  makeInput: (pin: Pin, pulledUp: boolean) => void;
  /** The level of an input, now. */
  levelOf: (pin: Pin) => number;
  /**
   * From now on the runtime's `pinsChanged` is called after the level of this input, which `makeInput` has
   * made, has changed: in a later turn, once or more often for changes that come together.
   */
  watchPin: (pin: Pin) => void;
}
