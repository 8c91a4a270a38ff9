// A battery's voltage at an analog input, and how full it is by the curve of its chemistry: a lithium cell
// stays near one voltage for most of its life, where a straight line (drivers/battery.ts) says half full for
// weeks and then nothing. The curves are voltages of cells at rest or nearly so, by their makers; a cell
// under the radio's load reads lower, and one in the cold too. Of LiFePO4 voltage says little between 20 and
// 90 %: take it as full, or nearly empty.
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import { type AnalogPart, describeVoltage, millivoltsOf, newAnalogPart } from "./analog-part.ts";

/** Millivolts of one cell that is 0, 10, 20 ... 100 % full, in ascending order. */
export type ChargeCurve = readonly number[];

/**
 * Lithium-ion and lithium polymer with 4.2 V when full: Maxim's application note 4189, which takes it to hold
 * up to 25 mA.
 */
export const LITHIUM_ION: ChargeCurve = [3306, 3687, 3741, 3775, 3793, 3821, 3884, 3945, 4008, 4086, 4177];
/** Lithium iron phosphate, LiFePO4: Drypower's IFR18650. */
export const IRON_PHOSPHATE: ChargeCurve = [2013, 3068, 3159, 3194, 3210, 3221, 3229, 3246, 3256, 3262, 3348];
/** Lithium manganese dioxide, CR123A and CR2, which cannot be charged: FDK's CR14250SE. */
export const LITHIUM_MANGANESE: ChargeCurve = [
  1906, 2444, 2689, 2812, 2882, 2927, 2949, 2955, 2960, 2962, 2985,
];
/** Nickel-metal hydride, AA and AAA that are charged: Panasonic's BK-1100. */
export const NICKEL_METAL_HYDRIDE: ChargeCurve = [
  1004, 1194, 1231, 1244, 1254, 1257, 1263, 1266, 1274, 1315, 1420,
];

export interface BatteryCurveOptions {
  /** Resistor from the battery to the input, in kΩ: 0 (default, no divider) to 10000. */
  upper?: number;
  /** Resistor from the input to ground, in kΩ: 1 to 10000. Default 1. */
  lower?: number;
  /** Cells one behind the other, 1 (default) to 12. */
  cells?: number;
}

export interface BatteryCurve extends AnalogPart {
  upper: number;
  lower: number;
  cells: number;
  curve: ChargeCurve;
  /** V of all cells together, in hundredths. The chip's converter errs by 5 % or more unless it is calibrated. */
  voltage: Quantity;
  /** %, 0 to 100, whole. */
  percent: Quantity;
}

const STEP_PERCENT = 10;
const STEPS = 10;

/**
 * The battery at the analog input that the wiring calls `role`, of a chemistry with a curve: `LITHIUM_ION`, `IRON_PHOSPHATE`,
 * `LITHIUM_MANGANESE`, `NICKEL_METAL_HYDRIDE`, or eleven millivolts of your own cell.
 *
 * @part battery by its chemistry
 * @esphome adc
 * @gives `voltage` V, `percent` %
 * @example batteryCurve(role, LITHIUM_ION, { upper: 100, lower: 220 })
 * @note `LITHIUM_ION`, `IRON_PHOSPHATE` (LiFePO4), `LITHIUM_MANGANESE` (CR123A) and `NICKEL_METAL_HYDRIDE`, from the same file, are voltages
 * of cells at rest. `cells: 4` are four in a row. A cold cell, or one under load, reads lower.
 */
export function batteryCurve(role: string, curve: ChargeCurve, options?: BatteryCurveOptions): BatteryCurve {
  const given: BatteryCurveOptions = options === undefined ? {} : options;
  const part = newAnalogPart<BatteryCurve>(role, collect);
  part.upper = given.upper === undefined ? 0 : given.upper;
  part.lower = given.lower === undefined ? 1 : given.lower;
  part.cells = given.cells === undefined ? 1 : given.cells;
  part.curve = curve;
  describePart(part, "battery curve", [
    { what: "kΩ above the input", value: part.upper, least: 0, most: 10000 },
    { what: "kΩ below the input", value: part.lower, least: 1, most: 10000 },
    { what: "cells", value: part.cells, least: 1, most: 12 },
    { what: "steps of 10 % in the curve", value: curve.length - 1, least: STEPS, most: STEPS },
    { what: "rising steps in the curve", value: risingSteps(curve), least: STEPS, most: STEPS },
  ]);
  const full = (curve[STEPS] as number) * part.cells;
  describeVoltage(part, Math.floor((full * part.lower) / (part.upper + part.lower)));
  part.voltage = { part, decimals: 2, value: undefined };
  part.percent = { part, decimals: 0, value: undefined };
  return part;
}

/** How many of its steps go up, which all of them must: two points of one voltage would leave open which holds. */
function risingSteps(curve: ChargeCurve): number {
  let rising = 0;
  for (let i = 1; i < curve.length; i++) {
    if ((curve[i] as number) > (curve[i - 1] as number)) rising += 1;
  }
  return rising;
}

function collect(part: BatteryCurve): string {
  const { lower, cells } = part;
  const millivolts = Math.floor((millivoltsOf(part) * (part.upper + lower) + (lower >> 1)) / lower);
  setReading(part.voltage, Math.floor((millivolts + 5) / 10));
  setReading(part.percent, percentOf(part.curve, Math.floor((millivolts + (cells >> 1)) / cells)));
  return "";
}

/** The percent of a cell with so many millivolts, on the straight line between the points beside it. */
function percentOf(curve: ChargeCurve, millivolts: number): number {
  let from = curve[0] as number;
  if (millivolts <= from) return 0;
  for (let step = 1; step <= STEPS; step++) {
    const to = curve[step] as number;
    if (millivolts < to) {
      const span = to - from;
      const part = Math.floor(((millivolts - from) * STEP_PERCENT + (span >> 1)) / span);
      return (step - 1) * STEP_PERCENT + part;
    }
    from = to;
  }
  return STEPS * STEP_PERCENT;
}
