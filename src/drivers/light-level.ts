// A light-dependent resistor (GL5528 and the like) as the upper half of a divider, with 10 kΩ to ground: the voltage
// rises with the light. It tells day from night, not lux: two of them differ by half, and their curve is not straight.
// A bare ESP8266's input takes 1 V at most: put 24 kΩ between the supply and the resistor.
import { ANALOG_MILLIVOLTS } from "../features.ts";
import { type AnalogPercent, analogPercent } from "./analog-percent.ts";

/**
 * The divider on the input that the wiring calls `role`. Its `percent` is the share of the full voltage.
 *
 * @part light-dependent resistor
 * @esphome adc
 * @gives `percent` %
 * @example lightLevel(role)
 */
export function lightLevel(role: string): AnalogPercent {
  return analogPercent(role, 0, ANALOG_MILLIVOLTS);
}
