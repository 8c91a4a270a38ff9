// A battery's voltage at an analog input, through a divider of two resistors, and how full that makes it.
// The percentage is the straight line between two voltages. That suits alkaline cells; a lithium cell stays near 3.7 V
// for most of its life: there, calibrate the voltage with a table. Measured under the radio's load, a weak cell reads
// low, which is what one wants to know.
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import { type AnalogPart, describeVoltage, millivoltsOf, newAnalogPart } from "./analog-part.ts";

export interface BatteryOptions {
  /** Resistor from the battery to the input, in kΩ: 0 (default, no divider) to 10000. */
  upper?: number;
  /** Resistor from the input to ground, in kΩ: 1 to 10000. Default 1. */
  lower?: number;
  /**
   * Millivolts of an empty and of a full battery, for the percentage; at most 60000. Default: 2000 and 3000,
   * two AA cells.
   */
  empty?: number;
  full?: number;
}

export interface Battery extends AnalogPart {
  upper: number;
  lower: number;
  empty: number;
  full: number;
  /** V in hundredths. The chip's converter errs by 5 % or more unless it is calibrated. */
  voltage: Quantity;
  /** %, 0 to 100, whole. */
  percent: Quantity;
}

/**
 * The battery at the analog input that the wiring calls `role`.
 *
 * @part battery behind a divider
 * @esphome adc
 * @gives `voltage` V, `percent` %
 * @example battery(role, { upper: 100, lower: 27, empty: 9000, full: 12600 })
 * @note The resistors are in kΩ, the voltages in mV: 2000 and 3000, two AA cells, where none are given. `percent` is the straight line between
 * them, and a lithium cell stays near 3.7 V for most of its life.
 */
export function battery(role: string, options?: BatteryOptions): Battery {
  const given: BatteryOptions = options === undefined ? {} : options;
  const part = newAnalogPart<Battery>(role, collect);
  part.upper = given.upper === undefined ? 0 : given.upper;
  part.lower = given.lower === undefined ? 1 : given.lower;
  part.empty = given.empty === undefined ? 2000 : given.empty;
  part.full = given.full === undefined ? 3000 : given.full;
  describePart(part, "battery", [
    { what: "kΩ above the input", value: part.upper, least: 0, most: 10000 },
    { what: "kΩ below the input", value: part.lower, least: 1, most: 10000 },
    { what: "millivolts when empty", value: part.empty, least: 0, most: 60000 },
    { what: "millivolts when full", value: part.full, least: part.empty + 1, most: 60000 },
  ]);
  describeVoltage(part, Math.floor((part.full * part.lower) / (part.upper + part.lower)));
  part.voltage = { part, decimals: 2, value: undefined };
  part.percent = { part, decimals: 0, value: undefined };
  return part;
}

function collect(part: Battery): string {
  const atPin = millivoltsOf(part);
  const millivolts = Math.floor((atPin * (part.upper + part.lower) + (part.lower >> 1)) / part.lower);
  const above = Math.max(0, Math.min(part.full, millivolts) - part.empty);
  const span = part.full - part.empty;
  setReading(part.voltage, Math.floor((millivolts + 5) / 10));
  setReading(part.percent, Math.floor((above * 100 + (span >> 1)) / span));
  return "";
}
