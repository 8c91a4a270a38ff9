// SGP40: the raw signal of a sensor of volatile organic compounds (VOC) over I2C, compensated for humidity in
// the part. Datasheet: Sensirion, "SGP40 Indoor Air Quality Sensor for VOC Measurements", version 1.0 (July
// 2020). Section and table numbers are its own. A later version asks for the first value to be discarded
// (3.1). Not implemented: the VOC index, which Sensirion's algorithm makes of a day of raw signals; the
// self-test; the pause of the hotplate, which stays hot from the first measurement on (3.1).
import { powerOfTen, rounded } from "../bytes/fixed-point.ts";
import { readUint16, uint16 } from "../bytes/integers.ts";
import type { Ports } from "../ports/ports.ts";
import { describePart, NO_ANSWER, type Quantity, setReading, type Wires } from "../reading/part.ts";
import type { Reading } from "../reading/reading.ts";
import { beginI2c, type I2cPart, newI2cPart, readPart, startedBy } from "./i2c-part.ts";
import { crcOf, isSoundWord } from "./sensirion.ts";

/** There is no other: a bus has room for one (4.2). */
const ADDRESS = 0x59;
const MEASURE = "\x26\x0f";
/** 30 ms at most (table 8); the rest is for slow chips. */
const MEASURE_MS = 33;
/** Two bytes and their checksum (table 11). */
const ANSWER_BYTES = 3;
/**
 * In hundredths of % and of °C: what the part takes for no compensation, and the ends of what it can be told
 * (table 10).
 */
const NO_HUMIDITY = 5000;
const MOST_HUMIDITY = 10000;
const NO_CELSIUS = 2500;
const COLDEST = -4500;
const WARMEST = 13000;
const FULL_SCALE = 65535;

/** What is measured of the air beside the part: an SHT4x, a BME280, or another one that has both. */
export interface AirBeside {
  temperature: Quantity;
  humidity: Quantity;
}

export interface Sgp40 extends I2cPart {
  air: AirBeside | undefined;
  /** Has it measured since it was found? Its first value is none. */
  isWarm: boolean;
  /** Was it told what the air is like, for the measurement that is under way? */
  isTold: boolean;
  /** Ticks, 0 to 65535: the logarithm of a resistance. Some 870 fewer is twice as much VOC (table 1). */
  raw: Quantity;
}

/**
 * The part on the I2C bus that the wiring calls `role`. `air` is a part beside it whose temperature and humidity sensors of
 * the device measure, at least as often: `sgp40("gas", sht4x("air"))`. Without it the signal moves with the humidity.
 *
 * @part Sensirion SGP40
 * @esphome sgp4x: SGP40's raw signal alone
 * @gives `raw` ticks
 * @example sgp40(role)
 * @example sgp40(role, sht4x("air"))
 * @note It has the raw signal, not the VOC index: 870 ticks fewer are twice as much ethanol, and the same tick is another air in another
 * room. Sample it each second or two, at most every 10 s. Its first value is no reading; it takes a minute to tell events apart, and an
 * hour until it is exact. While the part that is given as `air` has no reading, it has none, and says "no humidity".
 */
export function sgp40(role: string, air?: AirBeside): Sgp40 {
  const part = newI2cPart<Sgp40>(role, ADDRESS, request, collect, begin);
  describePart(part, "SGP40", []);
  part.air = air;
  part.isWarm = false;
  part.isTold = false;
  part.raw = { part, decimals: 0, value: undefined };
  return part;
}

function begin(part: Sgp40, ports: Ports, wires: Wires): void {
  beginI2c(part, ports, wires);
  part.isWarm = false;
}

function request(part: Sgp40): number {
  let humidity = NO_HUMIDITY;
  let celsius = NO_CELSIUS;
  part.isTold = true;
  if (part.air !== undefined) {
    const wet = hundredthsOf(part.air.humidity);
    const warm = hundredthsOf(part.air.temperature);
    part.isTold = wet !== undefined && warm !== undefined;
    if (wet !== undefined && warm !== undefined) {
      humidity = Math.max(0, Math.min(MOST_HUMIDITY, wet));
      celsius = Math.max(COLDEST, Math.min(WARMEST, warm));
    }
  }
  const wait = startedBy(
    part,
    MEASURE + wordOf(humidity, MOST_HUMIDITY) + wordOf(celsius - COLDEST, WARMEST - COLDEST),
    MEASURE_MS,
  );
  if (wait === NO_ANSWER) part.isWarm = false;
  return wait;
}

function collect(part: Sgp40): string {
  setReading(part.raw, undefined);
  const bytes = readPart(part, ANSWER_BYTES);
  if (bytes === undefined) {
    part.isWarm = false;
    return "no answer";
  }
  if (!isSoundWord(bytes, 0)) return "bad checksum";
  if (!part.isWarm) {
    part.isWarm = true;
    return "";
  }
  if (!part.isTold) return "no humidity";
  setReading(part.raw, readUint16(bytes, 0));
  return "";
}

/** A reading with two decimals, whatever the part beside has. */
function hundredthsOf({ value, decimals }: Quantity): Reading {
  // A power of less than 0 is 1: one of both is.
  return value === undefined
    ? undefined
    : rounded(value * powerOfTen(2 - decimals), powerOfTen(decimals - 2));
}

/** A share of the scale as the part takes it, with its checksum (table 10). */
function wordOf(value: number, scale: number): string {
  const word = uint16(rounded(value * FULL_SCALE, scale));
  return word + String.fromCharCode(crcOf(word, 0, 2));
}
