// A part: one chip or component that a driver stands for, as the device layer sees it: one that measures
// (`Part`, with a `Quantity` for each thing), one that is driven (`Drivable`), or one that shows text
// (`TextPart`).
import { PWM_HERTZ } from "../features.ts";
import type { I2cPins } from "../ports/i2c.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Reading } from "./reading.ts";

/** What a role is wired to: one pin, or the lines of a bus. */
type Wire = Pin | I2cPins;
/** All roles of a device on one board; each named pin of a role is a wire of its own, as `pinOf` finds it. */
export type Wires = Record<string, Wire>;

/**
 * What one pin is to a part. "input" is a digital input that may be watched, "pulses" one whose pulses are
 * counted, and "edges" one whose changes are timed; "turns" is a line of a rotary encoder, "dht" that of a
 * DHT22, and "hx711" one of an HX711. On "tx" the device sends, and on "rx" it hears. "sck", "miso" and
 * "mosi" are lines of the board's SPI, which its parts share, and "cs" is the part's own. "pixels" is the
 * data line of a strip of addressable LEDs.
 */
export type PinKind =
  | "output"
  | "input"
  | "pulses"
  | "edges"
  | "dht"
  | "hx711"
  | "turns"
  | "analog"
  | "pwm"
  | "tx"
  | "rx"
  | "sck"
  | "miso"
  | "mosi"
  | "cs"
  | "pixels";

/**
 * What kind of wire a part's role needs. "none": the part has no wire (the chip itself, a derivation).
 * "pins": it has several, each with a name (`NamedPins`). "uart": a UART of its own, whose pins are called
 * `tx` and `rx`.
 */
export type WireKind =
  | "none"
  | "i2c"
  | "one-wire"
  | "pins"
  | "uart"
  | Exclude<PinKind, "tx" | "rx" | "sck" | "miso" | "mosi" | "cs" | "turns" | "hx711">;

/** The pins of a part that has several, by name, and what each is to it. */
export type NamedPins = Readonly<Record<string, PinKind>>;

/**
 * A part that measures. Making one touches no hardware, and nothing here waits. Each function is given its
 * own part: a driver's takes the driver's own record.
 */
export interface Part {
  /** The name under which the wiring lists its pins. */
  role: string;
  wire: WireKind;
  /** For tools: its pins by name, where its wire is "pins". In no image. */
  pins?: NamedPins;
  /** For tools: a pin of its that a wiring may leave out. In no image. */
  sparePin?: "tx";
  /** Sets pins and bus up. Called once, before all else. */
  begin(this: void, part: Part, ports: Ports, wires: Wires): void;
  /** Starts a measurement. Returns the milliseconds until it can be collected, or `NO_ANSWER`. */
  request(this: void, part: Part): number;
  /**
   * Reads what was measured into the quantities. Returns "" or what went wrong, in words; then they hold no
   * reading.
   */
  collect(this: void, part: Part): string;
  /**
   * Has it pins that are watched? Then it is measured, out of turn, whenever one of the device's watched pins
   * changes.
   */
  watched: boolean;
  /**
   * Is it the keeper of a driven part? Then it is measured on and on, with no sensor too. Set by the device.
   */
  keeps?: boolean;
  /**
   * Of a counter: goes on behind a sleep from what it had counted (drivers/pulse-counter.ts), by so many
   * pulses more.
   */
  goOn?(this: void, part: Part, sum: number, rest: number, pulses: number): void;
  /** What gives it power while it is measured, and only then (drivers/supply.ts). `given`: as its own. */
  poweredFrom?: { by: Drivable; given?: Given[] };
  /** What its only quantity is derived of, at a part that is none to be wired (device/run/derivation.ts). */
  sources?: Quantity[];
  /** For tools: its chip or, without one, its kind, and the numbers that its author gave it. In no image. */
  chip?: string;
  given?: Given[];
  /**
   * For tools: the ROM code that it is called by on a one-wire line. Without one it speaks to whoever is
   * there.
   */
  rom?: string | undefined;
  /** For tools: the first byte of that code, which is the same for all chips of its kind. */
  family?: string | undefined;
}

/**
 * A number that the author of a device gave to a part, for tools to check. It is in no image: nobody reads it
 * there.
 */
export interface Given {
  /** In words, as "pulses a unit". */
  what: string;
  /**
   * Of a derivation: what the source measures whose decimals these are, as "temperature". Such ones stand in
   * the order of the sources.
   */
  source?: string;
  /** A whole number from `least` to `most`; with `isFraction` any. */
  value: number;
  least: number;
  most: number;
  /** From one that is allowed to the next: 1 where it is not given. */
  step?: number;
  /** The only one between that is not allowed. */
  except?: number;
  isFraction?: boolean;
  /** Its author gave none: the board has one of its own for it. */
  isOfBoard?: boolean;
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
  /**
   * Works the value out when a sensor wants it, where the part's `collect` does not. It is given the
   * quantity's part.
   */
  measure?(this: void, part: Part): Reading;
  /** Its value is a time of day (device/run/now.ts), and is published as such. */
  isMoment?: boolean;
}

/** A part that people turn. Its `collect` needs no `request`. */
export interface Knob extends Part {
  /** Whole steps since start, clockwise above 0. There is always one. */
  position: Quantity;
}

/** Below it a light flickers and a motor jerks; above, no transistor without a driver of its own keeps up. */
const LEAST_HERTZ = 40;
const MOST_HERTZ = 40000;

/** For tools: the frequency that the author of a device gave a part by PWM, or the board's. */
export function givenHertz(hertz: number | undefined): Given[] {
  const value = hertz === undefined ? PWM_HERTZ : hertz;
  return [{ what: "hertz", value, least: LEAST_HERTZ, most: MOST_HERTZ, isOfBoard: hertz === undefined }];
}

/** The pin that a role of several has under this name. */
export function pinOf(wires: Wires, role: string, name: string): Pin {
  return wires[role + "." + name] as Pin;
}

/** A new part that measures, at rest. The driver adds the fields of its own record at once. */
export function newPart<Made extends Part = Part>(
  role: string,
  wire: WireKind,
  begin: Part["begin"],
  request: Part["request"],
  collect: Part["collect"],
): Made {
  return {
    role,
    wire,
    begin,
    request,
    collect,
    watched: false,
  } as Made;
}

/** It has pins that are watched. @inline */
export function watchPins(part: Part): void {
  part.watched = true;
}

/** Has it begun by this function, in the place of its driver's. @inline */
export function beginBy(part: Part, begin: Part["begin"]): void {
  part.begin = begin;
}

/** Has it collected by this function, in the place of its driver's. @inline */
export function collectBy(part: Part, collect: Part["collect"]): void {
  part.collect = collect;
}

/** It goes on counting behind a sleep by this function. @inline */
export function goOnBy(part: Part, goOn: Part["goOn"]): void {
  part.goOn = goOn;
}

/** The `request` of a part that is measured when it is collected. */
export function measuredAtOnce(): number {
  return 0;
}

/** It is the keeper of a driven part. @inline */
export function keepOn(part: Part): void {
  part.keeps = true;
}

/** What was measured, in whole numbers of the quantity's decimals; or that nothing was. @inline */
export function setReading(quantity: Quantity, reading: Reading): void {
  quantity.value = reading;
}

/**
 * Tells tools what a part is: its chip or kind, "" for none with a model of its own, the numbers that it was
 * given, and on a one-wire line its ROM code and the code's first byte in all chips of its kind, by which
 * others that fit the line are told apart.
 */
export function describePart(part: Part, chip: string, given: Given[], rom?: string, family?: string): void {
  part.chip = chip;
  part.given = given;
  part.rom = rom;
  part.family = family;
}

/**
 * A part that is driven: it is given a whole number and does it. A relay takes 0 (off) and 1 (on), a light 0
 * to 255, a servo degrees. Each function is given its own part.
 */
export interface Drivable {
  role: string;
  wire: WireKind;
  pins?: NamedPins;
  /** Sets the pin up, at the given value from the first moment on. */
  setUp(this: void, part: Drivable, ports: Ports, wires: Wires, value: number): void;
  /** Brings it to a value, `least` to `most`. Takes effect before it returns. */
  drive(this: void, part: Drivable, value: number): void;
  /**
   * Looks after it where it can be away: what goes wrong there is a problem of the device. Several outputs
   * may have one. Its `request` returns the milliseconds until the next look, never `NO_ANSWER`; its
   * `collect` looks, and sets up again what has lost its power.
   */
  keeper?: Part;
  /** The greatest value that it takes; 1 is on and off. */
  most: number;
  /** The least one, for tools: 0 where it is not given. At 0 the part rests. */
  least?: number;
  /**
   * Of a strip: how many LEDs it has, each of three bytes. Tools count what they take for the moment in which
   * they are sent.
   */
  leds?: number;
  /**
   * For tools, where it is one of several outputs of a part: that, of which each is driven; and its number.
   * They share a role.
   */
  of?: { made: number };
  output?: number;
  /** For tools, as of a `Part`. In no image. */
  chip?: string;
  given?: Given[];
}

/** A part that shows rows of text. Each function is given its own part; false: it does not answer. */
export interface TextPart {
  role: string;
  wire: WireKind;
  pins?: NamedPins;
  /** How many rows it has, and how many characters fit in one. */
  rows: number;
  columns: number;
  /** Sets its wires up. Called once, before all else. */
  begin(this: void, part: TextPart, ports: Ports, wires: Wires): void;
  /** Brings it up, dark: what its memory holds is not known yet. */
  start(this: void, part: TextPart): boolean;
  /** Is it there, and as it was left? One that has lost its power is to be started again. */
  isAsLeft(this: void, part: TextPart): boolean;
  /** Writes a row, 0 at the top, of UTF-8: a longer text is cut, and the rest of the row is blank. */
  writeRow(this: void, part: TextPart, row: number, text: string): boolean;
  /** Lights it: all rows are written. */
  light(this: void, part: TextPart): boolean;
  /** For tools, as of a `Part`. In no image. */
  chip?: string;
  given?: Given[];
}
