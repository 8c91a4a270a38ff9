// SHT40, SHT41, SHT43, SHT45: temperature and relative humidity over I2C.
// Datasheet: Sensirion, "SHT4x", version 6 (February 2023). Section and table numbers are its own.
// Not implemented: medium and low repeatability, the heater, the serial number, the soft reset.
import { readUint16 } from "../bytes/integers.ts";
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import { type I2cPart, newI2cPart, readPart, startedBy } from "./i2c-part.ts";
import { celsiusIn, isSoundWord } from "./sensirion.ts";

/** Of those with an A in their name; 0x45 with a B, 0x46 with a C (device overview). */
const ADDRESS = 0x44;
/** High repeatability (4.5). */
const MEASURE = "\xfd";
/** Longest duration of such a measurement is 8.3 ms (table 4); the rest is for slow chips. */
const MEASURE_MS = 10;
/** Two times: two bytes of the value, one of checksum (4.3). */
const ANSWER_BYTES = 6;

export interface Sht4x extends I2cPart {
  /** °C in hundredths, -4000 to 12500. Typical error ±0.2 °C (SHT40), ±0.1 °C (SHT45) (table 2). */
  temperature: Quantity;
  /** % relative humidity in hundredths, 0 to 10000. Typical error ±1.8 % (SHT40), ±1 % (SHT45) (table 1). */
  humidity: Quantity;
}

/**
 * The part on the I2C bus that the wiring calls `role`. `address` is 0x44, 0x45 or 0x46, by the letter in the part's name.
 *
 * @part Sensirion SHT40, SHT41, SHT43, SHT45
 * @esphome sht4x
 * @gives `temperature` °C, `humidity` %
 * @example sht4x(role, 0x44)
 */
export function sht4x(role: string, address?: number): Sht4x {
  const at = address === undefined ? ADDRESS : address;
  const part = newI2cPart<Sht4x>(role, at, request, collect);
  describePart(part, "SHT4x", [{ what: "address", value: at, least: 0x44, most: 0x46 }]);
  part.temperature = { part, decimals: 2, value: undefined };
  part.humidity = { part, decimals: 2, value: undefined };
  return part;
}

function request(part: Sht4x): number {
  return startedBy(part, MEASURE, MEASURE_MS);
}

function collect(part: Sht4x): string {
  setReading(part.temperature, undefined);
  setReading(part.humidity, undefined);
  const bytes = readPart(part, ANSWER_BYTES);
  if (bytes === undefined) return "no answer";
  if (!isSoundWord(bytes, 0) || !isSoundWord(bytes, 3)) return "bad checksum";
  const celsius = celsiusIn(bytes);
  if (celsius === undefined) return "out of range";
  // RH = -6 + 125 * raw / 65535, of which less than 0 and more than 100 is not physical (4.6).
  setReading(part.temperature, celsius);
  const humidity = Math.floor((readUint16(bytes, 3) * 12500 + 32767) / 65535) - 600;
  setReading(part.humidity, Math.max(0, Math.min(10000, humidity)));
  return "";
}
