// BH1750: ambient light over I2C. Datasheet: ROHM, "BH1750FVI Digital 16bit Serial Output Type Ambient Light
// Sensor IC", revision D (November 2011). Not implemented: low resolution, the mode of half a lux (it is full
// at 27,306 lx), continuous modes, other measurement times. The part goes to sleep by itself after each
// measurement. It has no status and no checksum: a measurement that has not ended reads as the one before,
// and nothing tells. Another program may have left another measurement time in it, by which all values would
// be wrong: it is set back at start.
import { readUint16 } from "../bytes/integers.ts";
import type { Ports } from "../ports/ports.ts";
import { describePart, type Quantity, setReading, type Wires } from "../reading/part.ts";
import { beginI2c, type I2cPart, newI2cPart, readPart, startedBy, writePart } from "./i2c-part.ts";

/** ADDR pin low; 0x5c when high (slave address). */
const ADDRESS = 0x23;
/** The measurement time of 69, as after power-on: its upper three bits, and its lower five (instruction set). */
const TIME_HIGH = "\x42";
const TIME_LOW = "\x65";
/** "One time H-resolution mode" (instruction set). */
const MEASURE = "\x20";
/** Longest measurement of this mode is 180 ms (electrical characteristics). */
const MEASURE_MS = 185;

export interface Bh1750 extends I2cPart {
  /** lx in tenths, 0 to 546125, which means "that or more". Error ±20 %, and it depends on the window before it. */
  illuminance: Quantity;
}

/**
 * The part on the I2C bus that the wiring calls `role`. `address` is 0x23, or 0x5c with the ADDR pin high.
 *
 * @part ROHM BH1750
 * @esphome bh1750
 * @gives `illuminance` lx
 * @example bh1750(role, 0x23)
 * @note It has neither a status nor a checksum: if a measurement never ends, its last value repeats.
 */
export function bh1750(role: string, address?: 0x23 | 0x5c): Bh1750 {
  const at = address === undefined ? ADDRESS : address;
  const part = newI2cPart<Bh1750>(role, at, request, collect, begin);
  describePart(part, "BH1750", [{ what: "address", value: at, least: 0x23, most: 0x5c, step: 0x39 }]);
  part.illuminance = { part, decimals: 1, value: undefined };
  return part;
}

function begin(part: Bh1750, ports: Ports, wires: Wires): void {
  beginI2c(part, ports, wires);
  // It takes one instruction in a write.
  writePart(part, TIME_HIGH);
  writePart(part, TIME_LOW);
}

function request(part: Bh1750): number {
  return startedBy(part, MEASURE, MEASURE_MS);
}

function collect(part: Bh1750): string {
  setReading(part.illuminance, undefined);
  const bytes = readPart(part, 2);
  if (bytes === undefined) return "no answer";
  // Counts / 1.2 is lux: a tenth of it is counts * 25 / 3.
  setReading(part.illuminance, Math.floor((readUint16(bytes, 0) * 25 + 1) / 3));
  return "";
}
