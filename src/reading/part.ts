// A part: one chip or component that a driver stands for, as the device layer sees it.
import type { I2cPins } from "../ports/i2c.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Reading } from "./reading.ts";

/** What a role is wired to: one pin, or the lines of a bus. */
export type Wire = Pin | I2cPins;
/** All roles of a device on one board. */
export type Wires = Record<string, Wire>;

/**
 * What kind of wire a part's role needs. "none": the part has no wire (the chip itself). "input" is a digital input that
 * may be watched, "pulses" one whose pulses are counted.
 */
export type WireKind = "none" | "i2c" | "output" | "input" | "pulses" | "analog" | "pwm" | "one-wire";

type Begin = (this: void, part: Part, ports: Ports, wires: Wires) => void;
type Request = (this: void, part: Part) => number;
type Collect = (this: void, part: Part) => string;

/** A part that measures. Making one touches no hardware, and nothing here waits. Each function is given its own part. */
export interface Part {
  /** The name under which the wiring lists its pins. */
  role: string;
  wire: WireKind;
  /** Sets pins and bus up. Called once, before all else. */
  begin: Begin;
  /** Starts a measurement. Returns the milliseconds until it can be collected, or `NO_ANSWER`. */
  request: Request;
  /** Reads what was measured into the quantities. Returns "" or what went wrong, in words; then they hold no reading. */
  collect: Collect;
  /** Has it pins that are watched? Then it is measured, out of turn, whenever one of the device's watched pins changes. */
  watched: boolean;
  /** The device layer's: is a measurement wanted, under way since when and for how long? */
  wanted: boolean;
  busy: boolean;
  askedAt: number;
  wait: number;
  /** What is wrong with it now; "" is nothing. */
  fault: string;
  given?: Given[];
}

/** A number that the author of a device gave to a part, for tools to check. It is in no image: nobody reads it there. */
export interface Given {
  /** In words, as "pulses a unit". */
  what: string;
  /** A whole number from `least` to `most`. */
  value: number;
  least: number;
  most: number;
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
  /** Works the value out when a sensor wants it, where the part's `collect` does not. It is given the quantity's part. */
  measure?(this: void, part: Part): Reading;
}

/** A new part that measures, at rest. The driver adds fields of its own and the quantities. */
export function newPart(
  role: string,
  wire: WireKind,
  begin: Begin,
  request: Request,
  collect: Collect,
): Part {
  return {
    role,
    wire,
    begin,
    request,
    collect,
    watched: false,
    wanted: false,
    busy: false,
    askedAt: 0,
    wait: 0,
    fault: "",
  };
}

/**
 * A part that is driven: it is given a whole number and does it. A relay takes 0 (off) and 1 (on), a light 0 to 255, a
 * servo degrees. Each function is given its own part.
 */
export interface Drivable {
  role: string;
  wire: WireKind;
  /** Sets the pin up, at the given value from the first moment on. */
  setUp(this: void, part: Drivable, ports: Ports, wires: Wires, value: number): void;
  /** Brings it to a value, 0 to `most`. Takes effect before it returns. */
  drive(this: void, part: Drivable, value: number): void;
  /** The greatest value that it takes; 1 is on and off. */
  most: number;
  given?: Given[];
}
