// The part of ringmote scan about an I2C bus: its pins, and what answers there in words.
import type { Board } from "../../../boards/board.ts";
import type { I2cPins } from "../../../src/ports/i2c.ts";
import { UsageError } from "../words/failure.ts";

/** Of a PCA9685 (src/drivers/pca9685.ts). */
const ALL_CALL = 0x70;

export interface BusOptions {
  sda?: string;
  scl?: string;
}

export interface AtAddress {
  address: number;
  drivers: readonly string[];
}

/** The bus as the interpreter calls its pins; `undefined` when none was named. */
export function busOf({ sda, scl }: BusOptions, board: Board): I2cPins | undefined {
  if (sda === undefined && scl === undefined) return undefined;
  if (sda === undefined || scl === undefined || sda === scl)
    throw new UsageError("An I2C bus has two pins: give --sda and --scl, each another pin.");
  return { sda: idOf(sda, board), scl: idOf(scl, board) };
}

/** A pin with a trap may belong to the flash or the console, and a search moves it. */
function idOf(pin: string, { title, pins }: Board): string | number {
  const able = Object.keys(pins).filter((name) => {
    const { can, trap, noI2c } = pins[name];
    return can.includes("out") && trap === undefined && noI2c === undefined;
  });
  if (able.includes(pin)) return pins[pin].id;
  throw new UsageError(
    `"${pin}" is no pin of ${title} to search an I2C bus on; these are: ${able.join(", ")}.`,
  );
}

export async function withDrivers(addresses: readonly number[]): Promise<AtAddress[]> {
  const { driversAt } = await import("../../flash/i2c-addresses.ts");
  const drivers = await driversAt();
  return addresses.map((address) => ({ address, drivers: drivers.get(address) ?? [] }));
}

/**
 * Every PCA9685 answers at its all-call address, too, until its driver has started it: addresses are counted,
 * for parts may be fewer.
 */
function alsoAt(address: number): string[] {
  return address === ALL_CALL ? ["every pca9685 after power-on"] : [];
}

export function busInWords({ sda, scl }: BusOptions, devices: readonly AtAddress[]): string {
  const name = `I2C on ${sda}, ${scl}`;
  if (devices.length === 0)
    return `${name}: nothing answers. Both lines need a resistor of 4.7 kOhm to 3.3 V, and each part its ground and its supply.`;
  const lines = devices.map(
    ({ address, drivers }) =>
      `  0x${address.toString(16).padStart(2, "0")}  ${[...drivers, ...alsoAt(address)].join(", ") || "no driver of ringmote"}`,
  );
  return [
    `${name}: ${devices.length === 1 ? "one address answers" : `${devices.length} addresses answer`}`,
    ...lines,
  ].join("\n");
}
