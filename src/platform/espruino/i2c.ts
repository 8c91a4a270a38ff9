// The I2C buses (Espruino 2v29 reference, I2C).
import { I2C_BUSES, I2C_HERTZ } from "../../features.ts";
import { type I2c, type I2cPins, NEXT_BUS } from "../../ports/i2c.ts";
import { textOf } from "./text-of.ts";

function setUp(pins: I2cPins): void {
  const bitrate = I2C_HERTZ === 0 ? pins.hertz : I2C_HERTZ;
  if (I2C_BUSES > 1 && pins.bus === 1) I2C2.setup({ sda: pins.sda, scl: pins.scl, bitrate });
  else I2C1.setup({ sda: pins.sda, scl: pins.scl, bitrate });
}

function write(address: number, bytes: string): boolean {
  try {
    if (I2C_BUSES > 1 && address >= NEXT_BUS) I2C2.writeTo(address - NEXT_BUS, bytes);
    else I2C1.writeTo(address, bytes);
    return true;
  } catch {
    return false;
  }
}

function read(address: number, count: number): string | undefined {
  try {
    if (I2C_BUSES > 1 && address >= NEXT_BUS) return textOf(I2C2.readFrom(address - NEXT_BUS, count), count);
    return textOf(I2C1.readFrom(address, count), count);
  } catch {
    return undefined;
  }
}

export const I2C: I2c = { setUp, write, read };
