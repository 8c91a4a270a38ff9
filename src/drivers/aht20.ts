// AHT20, AHT21: temperature and relative humidity over I2C.
// Datasheet: Aosong (ASAIR), "AHT20 Product manuals", version 1.1. Section and table numbers are its own.
// Not implemented: the soft reset, the AHT10, which has no checksum.
import { readUint16 } from "../bytes/integers.ts";
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import { type I2cPart, newI2cPart, readPart, startedBy, writePart } from "./i2c-part.ts";
import { isSound } from "./sensirion.ts";

/** The only address: a bus has room for one AHT20 (5.3). */
const ADDRESS = 0x38;
const MEASURE = "\xac\x33\x00";
/** Takes 10 ms (5.4), and no two readings are so close. */
const INITIALISE = "\xbe\x08\x00";
/** 80 ms (5.4); the rest is for slow chips. */
const MEASURE_MS = 85;
/** Status, 20 bits of humidity, 20 of temperature, checksum (5.4). */
const ANSWER_BYTES = 7;
const CHECKSUM_AT = 6;
/** In the status (table 9). */
const BUSY = 0x80;
const CALIBRATED = 0x08;
/**
 * The range in hundredths (table 3). Counts of all zeros and of all ones, which are no measurement, lie
 * beyond.
 */
const COLDEST = -4000;
const WARMEST = 8500;

export interface Aht20 extends I2cPart {
  /** °C in hundredths, -4000 to 8500. Typical error ±0.3 °C (table 3). */
  temperature: Quantity;
  /** % relative humidity in hundredths, 0 to 10000. Typical error ±2 % (table 2). */
  humidity: Quantity;
}

/**
 * The part on the I2C bus that the wiring calls `role`.
 *
 * @part ASAIR AHT20, AHT21
 * @esphome aht10: AHT20 and AHT21 alone
 * @gives `temperature` °C, `humidity` %
 * @example aht20(role)
 */
export function aht20(role: string): Aht20 {
  const part = newI2cPart<Aht20>(role, ADDRESS, request, collect);
  describePart(part, "AHT20", []);
  part.temperature = { part, decimals: 2, value: undefined };
  part.humidity = { part, decimals: 2, value: undefined };
  return part;
}

function request(part: Aht20): number {
  return startedBy(part, MEASURE, MEASURE_MS);
}

function collect(part: Aht20): string {
  setReading(part.temperature, undefined);
  setReading(part.humidity, undefined);
  const bytes = readPart(part, ANSWER_BYTES);
  if (bytes === undefined) return "no answer";
  if (!isSound(bytes, 0, CHECKSUM_AT)) return "bad checksum";
  const status = bytes.charCodeAt(0);
  if ((status & BUSY) !== 0) return "not ready";
  if ((status & CALIBRATED) === 0) {
    writePart(part, INITIALISE);
    return "not calibrated";
  }
  // The two values meet in the middle of a byte. RH = raw / 2^20 * 100 %, T = raw / 2^20 * 200 - 50 °C (6.1,
  // 6.2).
  const humidity = readUint16(bytes, 1) * 16 + (bytes.charCodeAt(3) >> 4);
  const counts = (bytes.charCodeAt(3) & 15) * 65536 + readUint16(bytes, 4);
  const temperature = ((counts * 625 + 16384) >> 15) - 5000;
  if (temperature < COLDEST || temperature > WARMEST) return "out of range";
  setReading(part.humidity, (humidity * 625 + 32768) >> 16);
  setReading(part.temperature, temperature);
  return "";
}
