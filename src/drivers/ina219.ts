// INA219: voltage, current in both directions and power of a load, by the voltage across a shunt, over I2C.
// Datasheet: Texas Instruments, "INA219 Zero-Drift, Bidirectional Current/Power Monitor", SBOS448G. Section
// numbers are its own. Another program may have left a scale in it, by which the part's own current
// overflows: it is reset at start, and where it was away then. Each reading sets the part up and measures
// once, 128 times over for 140 ms: nothing in it has to last, so that one that has lost its power measures
// on. Current and power are computed here, exactly; the part's own registers for them cut off. Not
// implemented: those registers, smaller ranges (a step is 10 uV in all of them, 8.6.3.1), measuring all the
// time.
import { readUint16, uint16 } from "../bytes/integers.ts";
import type { Ports } from "../ports/ports.ts";
import { describePart, type Quantity, setReading, type Wires } from "../reading/part.ts";
import { beginI2c, type I2cPart, newI2cPart, readRegisters, startedBy, writePart } from "./i2c-part.ts";

/** A1 and A0 on ground (table 1). */
const ADDRESS = 0x40;
/** R100, on most modules. */
const MILLIOHMS = 100;
const CONFIGURATION = "\x00";
/** The configuration's first bit brings all registers to what they are after power-on (8.6.2.1). */
const RESET = "\x00\x80\x00";
const SHUNT_VOLTAGE = "\x01";
const BUS_VOLTAGE = "\x02";
/** 32 V; 320 mV; 128 samples of each; shunt and bus once (8.6.2.1). */
const MEASURE = 0x2000 + 0x1800 + 0x0780 + 0x0078 + 3;
/** 68.1 ms for each of both, and 10 % where the part is slow (7.5). */
const MEASURE_MS = 155;
/** Bits of the bus voltage: ready; and overflow, which the part's own registers alone have (8.6.3.2). */
const READY = 2;
const OVERFLOW = 1;
/** Counts of 10 uV at the end of the range; and the highest voltage that the part takes (7.3). */
const MOST_COUNTS = 32000;
const MOST_MILLIVOLTS = 26000;

export interface Ina219Options {
  /** The shunt, in whole milliohms: 1 to 10000. Default 100 ("R100"), for 3.2 A. */
  milliohms?: number;
  /** 0x40 (default) to 0x4f. */
  address?: number;
}

export interface Ina219 extends I2cPart {
  milliohms: number;
  /** V in thousandths, by steps of 4: between the load (IN-) and ground, 0 to 26 V. Error at most 0.5 %. */
  voltage: Quantity;
  /**
   * A in ten-thousandths, below 0 from IN- to IN+: up to 320 mV / the shunt. Error at most 0.5 % and 0.1 mV
   * of 320, and the shunt's own.
   */
  current: Quantity;
  /** W in thousandths: voltage times current. */
  power: Quantity;
}

/**
 * The part on the I2C bus that the wiring calls `role`.
 *
 * @part TI INA219, at a shunt
 * @esphome ina219
 * @gives `voltage` V, `current` A, `power` W
 * @example ina219(role, { milliohms: 100, address: 0x40 })
 * @note More than 320 mV at its shunt, or 26 V, is no reading.
 */
export function ina219(role: string, options?: Ina219Options): Ina219 {
  const given: Ina219Options = options === undefined ? {} : options;
  const at = given.address === undefined ? ADDRESS : given.address;
  const part = newI2cPart<Ina219>(role, at, request, collect, begin);
  part.milliohms = given.milliohms === undefined ? MILLIOHMS : given.milliohms;
  describePart(part, "INA219", [
    { what: "address", value: at, least: 0x40, most: 0x4f },
    { what: "milliohms", value: part.milliohms, least: 1, most: 10000 },
  ]);
  part.voltage = { part, decimals: 3, value: undefined };
  part.current = { part, decimals: 4, value: undefined };
  part.power = { part, decimals: 3, value: undefined };
  return part;
}

function begin(part: Ina219, ports: Ports, wires: Wires): void {
  beginI2c(part, ports, wires);
  writePart(part, RESET);
}

function request(part: Ina219): number {
  return startedBy(part, CONFIGURATION + uint16(MEASURE), MEASURE_MS);
}

function collect(part: Ina219): string {
  setReading(part.voltage, undefined);
  setReading(part.current, undefined);
  setReading(part.power, undefined);
  const bus = readRegisters(part, BUS_VOLTAGE, 2);
  const shunt = readRegisters(part, SHUNT_VOLTAGE, 2);
  if (bus === undefined || shunt === undefined) return "no answer";
  const status = bus.charCodeAt(1);
  if ((status & READY) === 0) return "not ready";
  const word = readUint16(shunt, 0);
  const counts = word < 32768 ? word : word - 65536;
  const millivolts = (readUint16(bus, 0) >> 3) * 4;
  if ((status & OVERFLOW) !== 0) writePart(part, RESET);
  // The part stays at the end of its range: that means "that or more". Where a line is stuck, all bits are set.
  if (
    (status & OVERFLOW) !== 0 ||
    millivolts > MOST_MILLIVOLTS ||
    counts >= MOST_COUNTS ||
    counts <= 0 - MOST_COUNTS
  )
    return "out of range";
  const ohms = part.milliohms;
  const current = Math.floor((counts * 100 + (ohms >> 1)) / ohms);
  // Their product has up to 37 bits.
  const amperes = Math.floor(current / 10000);
  const rest = current - amperes * 10000;
  setReading(part.voltage, millivolts);
  setReading(part.current, current);
  setReading(part.power, amperes * millivolts + Math.floor((rest * millivolts + 5000) / 10000));
  return "";
}
