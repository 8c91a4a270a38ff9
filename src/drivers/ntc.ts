// A thermistor (NTC) as one half of a divider, with a resistor as the other, at an analog input: 10 kOhm and
// B 3950, as in most probes. Source: the B formula of every such datasheet, as Vishay's of the NTCLE100E3:
// 1/T = 1/298.15 + ln(R / R25) / B, in kelvin. With B of 25 and 85 °C a part follows it within 0.4 °C from 10
// to 90 °C, and is 0.7 °C off at 0 °C, 1.6 at -20: there, give B of the range that you measure. Its tolerance
// of 1 % is 0.2 °C, and that of a chip's converter is more: compare it once, and correct it by `calibrate`.
// The logarithm is taken bit by bit in whole numbers, so that each board says the same, within 0.03 °C of the
// formula. A thermistor warms itself: take 10 kOhm or more. Not implemented: the three coefficients of
// Steinhart and Hart; PTCs; another supply than the divider's own, which is measured nowhere.

import { multiplyDivide } from "../bytes/multiply-divide.ts";
import { octavesOf } from "../bytes/octaves.ts";
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import { type AnalogPart, describeVoltage, newAnalogPart, steadyTenthsOf } from "./analog-part.ts";

/** 25 °C, in hundredths of a kelvin, and of a degree. */
const KELVIN = 29815;
const CELSIUS = 2500;
/** 298.15 ln(2), by which an octave of resistance counts against B: 6613 / 32. */
const OCTAVE = 6613;
/** A resistor so many times greater, or less, than the other is a wire. */
const WIRE = 100;

export interface NtcOptions {
  /** The resistor, in ohms: 1000 to 1000000. Default 10000. */
  resistor?: number;
  /** The thermistor at 25 °C, in ohms: 1000 to 1000000. Default 10000. */
  nominal?: number;
  /** Its B value, in kelvin: 2000 to 5000. Default 3950. */
  beta?: number;
  /** Millivolts over both: 500 to 5000. Default 3300. */
  supply?: number;
  /** The thermistor is between supply and input, and the resistor below. Default: the other way round. */
  above?: boolean;
}

export interface Ntc extends AnalogPart {
  resistor: number;
  nominal: number;
  beta: number;
  supply: number;
  above: boolean;
  /** °C in hundredths, -6000 to 15200. */
  temperature: Quantity;
}

/**
 * The divider at the input that the wiring calls `role`.
 *
 * @part thermistor (NTC) in a divider
 * @esphome ntc resistance
 * @gives `temperature` °C
 * @example ntc(role, { resistor: 10000, nominal: 10000, beta: 3950 })
 * @note With B of 25 and 85 °C it is 0.7 °C off at 0 °C: give B of the range that you measure.
 */
export function ntc(role: string, options?: NtcOptions): Ntc {
  const given: NtcOptions = options === undefined ? {} : options;
  const part = newAnalogPart<Ntc>(role, collect);
  part.resistor = given.resistor === undefined ? 10000 : given.resistor;
  part.nominal = given.nominal === undefined ? 10000 : given.nominal;
  part.beta = given.beta === undefined ? 3950 : given.beta;
  part.supply = given.supply === undefined ? 3300 : given.supply;
  part.above = given.above === true;
  describePart(part, "NTC", [
    { what: "ohms of the resistor", value: part.resistor, least: 1000, most: 1000000 },
    { what: "ohms at 25 °C", value: part.nominal, least: 1000, most: 1000000 },
    { what: "B value", value: part.beta, least: 2000, most: 5000 },
    { what: "millivolts of the supply", value: part.supply, least: 500, most: 5000 },
  ]);
  describeVoltage(part, part.supply);
  part.temperature = { part, decimals: 2, value: undefined };
  return part;
}

function collect(part: Ntc): string {
  const atPin = steadyTenthsOf(part);
  const above = part.supply * 10 - atPin;
  const own = part.above ? above : atPin;
  const others = part.above ? atPin : above;
  setReading(part.temperature, undefined);
  if (own > others * WIRE) return "open circuit";
  if (others > own * WIRE) return "short circuit";
  const octaves = octavesOf(own) - octavesOf(others) + octavesOf(part.resistor) - octavesOf(part.nominal);
  // Both in eighths of a kelvin. T = T25 B / (B + T25 ln(R / R25)), as its distance from 25 °C.
  const shift = (octaves * OCTAVE + 32768) >> 16;
  const beta = part.beta * 8;
  const sum = beta + shift;
  if (sum * 10 > beta * 14 || sum * 10 < beta * 7) return "out of range";
  setReading(part.temperature, CELSIUS - multiplyDivide(shift, KELVIN, sum));
  return "";
}
