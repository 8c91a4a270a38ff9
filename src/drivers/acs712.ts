// ACS712: direct current in both directions, by the field around its conductor, at an analog input. So are
// its kin, as the ACS758. Datasheet: Allegro MicroSystems, "ACS712 Fully Integrated, Hall Effect-Based Linear
// Current Sensor IC", revision 15: 185 mV for each ampere (5 A), 100 (20 A) or 66 (30 A), around the middle
// of its supply of 5 V, by which both go: its error is that of the supply, too. At 5 V it gives its output up
// to 4.5 V: a pin takes 3.3 V, so put 10 kOhm before it and 20 kOhm to ground, and declare them here. The
// middle differs by some 50 mV, which is half an ampere at 100 mV: measure it at 0 A. Its noise is some 50
// mA, of which 16 looks, one after the other, take a part: `median` or `exponential` do the rest. Not
// implemented: alternating current. Its mean is 0, which is what this reads; take a clamp with a meter of its
// own.
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import { type AnalogPart, describeVoltage, newAnalogPart, steadyTenthsOf } from "./analog-part.ts";

const MIDDLE_MV = 2500;
/** It is straight for 2 V to either side of the middle; less and more is a wire that came off. */
const MOST_MV = 2100;

export interface Acs712Options {
  /** Resistor from the part to the input, in kΩ: 0 (default, no divider) to 1000. */
  upper?: number;
  /** Resistor from the input to ground, in kΩ: 1 to 1000. Default 1. */
  lower?: number;
  /** Millivolts that the part itself gives at 0 A: 2200 to 2800. Default 2500. */
  middle?: number;
}

export interface Acs712 extends AnalogPart {
  millivoltsPerAmpere: number;
  upper: number;
  lower: number;
  middle: number;
  /**
   * A in hundredths, below 0 in the other direction. Error 1.5 % of the range, the supply's and the
   * converter's, which is 5 % or more.
   */
  current: Quantity;
}

/**
 * The part at the analog input that the wiring calls `role`. `millivoltsPerAmpere` is 185, 100 or 66, by the part's range.
 *
 * @part ACS712 behind a divider, direct current
 * @esphome adc
 * @gives `current` A
 * @example acs712(role, 100, { upper: 10, lower: 20 })
 * @note Direct current only: alternating current reads as 0. Two resistors bring its 4.5 V to what the pin takes;
 * `middle` is what it gives at 0 A.
 */
export function acs712(role: string, millivoltsPerAmpere: number, options?: Acs712Options): Acs712 {
  const given: Acs712Options = options === undefined ? {} : options;
  const part = newAnalogPart<Acs712>(role, collect);
  part.millivoltsPerAmpere = millivoltsPerAmpere;
  part.upper = given.upper === undefined ? 0 : given.upper;
  part.lower = given.lower === undefined ? 1 : given.lower;
  part.middle = given.middle === undefined ? MIDDLE_MV : given.middle;
  describePart(part, "ACS712", [
    { what: "millivolts per ampere", value: millivoltsPerAmpere, least: 10, most: 1000 },
    { what: "kΩ above the input", value: part.upper, least: 0, most: 1000 },
    { what: "kΩ below the input", value: part.lower, least: 1, most: 1000 },
    { what: "millivolts at 0 A", value: part.middle, least: 2200, most: 2800 },
  ]);
  describeVoltage(part, Math.floor(((part.middle + MOST_MV) * part.lower) / (part.upper + part.lower)));
  part.current = { part, decimals: 2, value: undefined };
  return part;
}

function collect(part: Acs712): string {
  const { upper, lower, millivoltsPerAmpere } = part;
  // Of the part's own, around its middle.
  const tenths =
    Math.floor((steadyTenthsOf(part) * (upper + lower) + (lower >> 1)) / lower) - part.middle * 10;
  setReading(part.current, undefined);
  if (tenths > MOST_MV * 10 || tenths < 0 - MOST_MV * 10) return "out of range";
  setReading(part.current, Math.floor((tenths * 10 + (millivoltsPerAmpere >> 1)) / millivoltsPerAmpere));
  return "";
}
