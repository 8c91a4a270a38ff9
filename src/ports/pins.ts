// The pin port: digital outputs and inputs.

/** A pin as its target names it: Espruino "D26", NodeMCU a number. The build takes it from the board's table. */
export type Pin = string | number;

/** Each call takes effect before it returns. A level is 0 or 1. */
export interface Pins {
  /** Makes the pin an output that stands at `level` from the first moment on. */
  makeOutput: (pin: Pin, level: number) => void;
  /** Sets an output. */
  setLevel: (pin: Pin, level: number) => void;
}
