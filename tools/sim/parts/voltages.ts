// Voltages at analog inputs: a soil probe, a light-dependent resistor, a thermistor, a battery and a sensor
// of current behind dividers.
import { ANALOG_MILLIVOLTS } from "../../../src/features.ts";
import { FULL_COUNTS, type Lines } from "../../../src/platform/node/circuit.ts";

/** The wire to the input has come off, or lies against the supply. */
type VoltageFault = "none" | "unplugged" | "shorted";

export interface VoltageOptions {
  lines: Pick<Lines, "feed">;
  pin: string | number;
}

export interface VoltageModel {
  fault: VoltageFault;
}

const SUPPLY_MV = 3300;
/** Of a thermistor in great cold, as of a wire that has come off. */
const MOST_OHMS = 1e12;

/** What an analog input counts at so many millivolts. */
export function countsAt(millivolts: number): number {
  return Math.min(FULL_COUNTS, Math.max(0, Math.round((millivolts * FULL_COUNTS) / ANALOG_MILLIVOLTS)));
}

/** Whatever gives `millivolts` to its pin. More than full scale reads as full scale. */
export function createVoltage(options: VoltageOptions, millivolts: () => number): VoltageModel {
  const { lines, pin } = options;
  const model: VoltageModel = { fault: "none" };
  lines.feed(pin, () => {
    const atPin = { none: millivolts, unplugged: () => 0, shorted: () => ANALOG_MILLIVOLTS }[model.fault]();
    return countsAt(atPin);
  });
  return model;
}

/** A capacitive soil probe: 2.7 V in air, 1.2 V in water, in between by its share of wetness, 0 to 1. */
export function createSoilProbe(options: VoltageOptions, wetness: () => number): VoltageModel {
  return createVoltage(options, () => 2700 - 1500 * Math.min(1, Math.max(0, wetness())));
}

/**
 * A GL5528 between supply and pin, 10 kΩ from there to ground: its resistance is 14 kΩ at 10 lx and falls by
 * the power of 0.6 of the light (its data sheet's gamma), from 1 MΩ in the dark.
 */
export function createLightResistor(options: VoltageOptions, lux: () => number): VoltageModel {
  return createVoltage(options, () => {
    const ohms = Math.min(1e6, 14_000 * (Math.max(lux(), 1e-6) / 10) ** -0.6);
    return (SUPPLY_MV * 10_000) / (10_000 + ohms);
  });
}

/** A battery of so many millivolts behind a divider; `upper` and `lower` in one unit. */
export function createBattery(
  options: VoltageOptions & { upper?: number; lower?: number },
  millivolts: () => number,
): VoltageModel {
  const { upper = 0, lower = 1 } = options;
  return createVoltage(options, () => (millivolts() * lower) / (upper + lower));
}

/**
 * An ACS712 behind a divider: its output goes by the current around the middle of its supply, and by the
 * supply itself (Allegro, ACS712, revision 15, "ratiometric"); it comes no nearer to ground and supply than
 * some 0.3 V.
 */
export function createAcs712(
  options: VoltageOptions & { millivoltsPerAmpere: number; upper?: number; lower?: number; supply?: number },
  amperes: () => number,
): VoltageModel {
  const { millivoltsPerAmpere, upper = 0, lower = 1, supply = 5000 } = options;
  return createVoltage(options, () => {
    const output = (supply / 5000) * (2500 + amperes() * millivoltsPerAmpere);
    return (Math.min(supply - 300, Math.max(300, output)) * lower) / (upper + lower);
  });
}

/** A thermistor of `nominal` ohms at 25 °C, by its B value, in a divider with a resistor. */
export function createThermistor(
  options: VoltageOptions & {
    resistor?: number;
    nominal?: number;
    beta?: number;
    supply?: number;
    above?: boolean;
  },
  celsius: () => number,
): VoltageModel {
  const { resistor = 10_000, nominal = 10_000, beta = 3950, supply = SUPPLY_MV, above = false } = options;
  return createVoltage(options, () => {
    const kelvin = Math.max(0, celsius() + 273.15);
    const ohms = Math.min(MOST_OHMS, nominal * Math.exp(beta * (1 / kelvin - 1 / 298.15)));
    return (supply * (above ? resistor : ohms)) / (resistor + ohms);
  });
}
