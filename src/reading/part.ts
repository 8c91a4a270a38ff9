// A part: one chip or component that a driver stands for, as the device layer sees it.
import type { I2cPins } from "../ports/i2c.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Reading } from "./reading.ts";

/** What a role is wired to: one pin, or the lines of a bus. */
export type Wire = Pin | I2cPins;
/** All roles of a device on one board. */
export type Wires = Record<string, Wire>;

/** What kind of wire a part's role needs. */
export type WireKind = "i2c" | "output";

/** A part that measures. Making one touches no hardware, and nothing here waits. Each function is given its own part. */
export interface Part {
  /** The name under which the wiring lists its pins. */
  role: string;
  wire: WireKind;
  /** Sets pins and bus up. Called once, before all else. */
  begin(this: void, part: Part, ports: Ports, wires: Wires): void;
  /** Starts a measurement. Returns the milliseconds until it can be collected, or `NO_ANSWER`. */
  request(this: void, part: Part): number;
  /** Reads what was measured into the quantities. Returns "" or what went wrong, in words; then they hold no reading. */
  collect(this: void, part: Part): string;
  /** The device layer's: is a measurement wanted, under way since when and for how long? */
  wanted: boolean;
  busy: boolean;
  askedAt: number;
  wait: number;
  /** What is wrong with it now; "" is nothing. */
  fault: string;
}

/** `request` could not reach the part. */
export const NO_ANSWER = -1;

/** One physical quantity that a part measures. */
export interface Quantity {
  part: Part;
  /** Decimals of `value`, as the driver gives it. */
  decimals: number;
  /** The newest measurement. */
  value: Reading;
}

/** A part that is switched on and off. Each function is given its own part. */
export interface Switchable {
  role: string;
  wire: WireKind;
  /** Sets the pin up, in the given state from the first moment on. */
  setUp(this: void, part: Switchable, ports: Ports, wires: Wires, on: boolean): void;
  switchTo(this: void, part: Switchable, on: boolean): void;
}
