// BH1750: ambient light over I2C.
// Datasheet: ROHM, "BH1750FVI Digital 16bit Serial Output Type Ambient Light Sensor IC", revision D (November 2011).
// Not implemented: low resolution, the mode of half a lux (it is full at 27,306 lx), continuous modes, other
// measurement times. The part goes to sleep by itself after each measurement.
import { readUint16 } from "../bytes/integers.ts";
import type { I2c, I2cPins } from "../ports/i2c.ts";
import type { Ports } from "../ports/ports.ts";
import { NO_ANSWER, newPart, type Part, type Quantity, type Wires } from "../reading/part.ts";

/** ADDR pin low; 0x5c when high (slave address). */
const ADDRESS = 0x23;
/** "One time H-resolution mode" (instruction set). */
const MEASURE = "\x20";
/** Longest measurement of this mode is 180 ms (electrical characteristics). */
const MEASURE_MS = 185;

export interface Bh1750 extends Part {
  busAddress: number;
  ports: I2c | undefined;
  /** lx in tenths, 0 to 546125, which means "that or more". Error ±20 %, and it depends on the window before it. */
  illuminance: Quantity;
}

/** The part on the I2C bus that the wiring calls `role`. `address` is 0x23, or 0x5c with the ADDR pin high. */
export function bh1750(role: string, address?: 0x23 | 0x5c): Bh1750 {
  const part = newPart(
    role,
    "i2c",
    begin as Part["begin"],
    request as Part["request"],
    collect as Part["collect"],
  ) as Bh1750;
  part.busAddress = address === undefined ? ADDRESS : address;
  part.illuminance = { part, decimals: 1, value: undefined };
  return part;
}

function begin(part: Bh1750, ports: Ports, wires: Wires): void {
  ports.setUpBus(wires[part.role] as I2cPins);
  part.ports = ports;
}

function request(part: Bh1750): number {
  return (part.ports as I2c).writeBus(part.busAddress, MEASURE) ? MEASURE_MS : NO_ANSWER;
}

function collect(part: Bh1750): string {
  part.illuminance.value = undefined;
  const bytes = (part.ports as I2c).readBus(part.busAddress, 2);
  if (bytes === undefined) return "no answer";
  // Counts / 1.2 is lux: a tenth of it is counts * 25 / 3.
  part.illuminance.value = Math.floor((readUint16(bytes, 0) * 25 + 1) / 3);
  return "";
}
