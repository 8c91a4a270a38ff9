// SHT30, SHT31, SHT35: temperature and relative humidity over I2C. Datasheet: Sensirion, "SHT3x-DIS", version
// 7 (December 2022), sensirion.com. Section and table numbers are its own. Not implemented: periodic mode,
// clock stretching, alert limits, the heater, the status register. Another program may have left it measuring
// periodically, in which it takes no other command, or its heater on: both are ended at start. A command
// needs 1 ms behind the one before, and a start does not wait. So the break is sent again behind each
// measurement that brings nothing, and what switches the heater off behind the first one that brings
// something.
import { readUint16 } from "../bytes/integers.ts";
import type { Ports } from "../ports/ports.ts";
import { describePart, NO_ANSWER, type Quantity, setReading, type Wires } from "../reading/part.ts";
import { beginI2c, type I2cPart, newI2cPart, readPart, writePart } from "./i2c-part.ts";
import { celsiusIn, isSoundWord } from "./sensirion.ts";

/** ADDR pin low; 0x45 when high (table 8). */
const ADDRESS = 0x44;
/** Single shot, high repeatability, no clock stretching (table 9). */
const MEASURE = "\x24\x00";
/** It ends a periodic mode, in 1 ms (4.8); and switches the heater off (4.10). */
const BREAK = "\x30\x93";
const HEATER_OFF = "\x30\x66";
/** Longest duration of such a measurement is 15.5 ms (table 4, at low supply voltage); the rest is for slow chips. */
const MEASURE_MS = 20;
/** Two times: two bytes of the value, one of checksum (4.4). */
const ANSWER_BYTES = 6;

export interface Sht3x extends I2cPart {
  /** Its heater is off, as it has acknowledged behind a measurement. */
  isCool: boolean;
  /** °C in hundredths, -4000 to 12500. Typical error ±0.2 °C (SHT31), repeatability 0.04 °C (table 2). */
  temperature: Quantity;
  /** % relative humidity in hundredths, 0 to 10000. Typical error ±2 % (table 1). */
  humidity: Quantity;
}

/**
 * The part on the I2C bus that the wiring calls `role`. `address` is 0x44, or 0x45 with the ADDR pin high.
 *
 * @part Sensirion SHT30, SHT31, SHT35
 * @esphome sht3xd
 * @gives `temperature` °C, `humidity` %
 * @example sht3x(role, 0x44)
 */
export function sht3x(role: string, address?: number): Sht3x {
  const at = address === undefined ? ADDRESS : address;
  const part = newI2cPart<Sht3x>(role, at, request, collect, begin);
  part.isCool = false;
  describePart(part, "SHT3x", [{ what: "address", value: part.busAddress, least: 0x44, most: 0x45 }]);
  part.temperature = { part, decimals: 2, value: undefined };
  part.humidity = { part, decimals: 2, value: undefined };
  return part;
}

function begin(part: Sht3x, ports: Ports, wires: Wires): void {
  beginI2c(part, ports, wires);
  writePart(part, BREAK);
  writePart(part, HEATER_OFF);
}

function request(part: Sht3x): number {
  return writePart(part, MEASURE) ? MEASURE_MS : endedAnew(part);
}

/** What it may still do, which kept it from a measurement, is ended for the next one. @cold */
function endedAnew(part: Sht3x): number {
  writePart(part, BREAK);
  part.isCool = false;
  return NO_ANSWER;
}

function collect(part: Sht3x): string {
  setReading(part.temperature, undefined);
  setReading(part.humidity, undefined);
  const bytes = readPart(part, ANSWER_BYTES);
  if (bytes === undefined) {
    endedAnew(part);
    return "no answer";
  }
  if (!part.isCool) part.isCool = writePart(part, HEATER_OFF);
  if (!isSoundWord(bytes, 0) || !isSoundWord(bytes, 3)) return "bad checksum";
  const celsius = celsiusIn(bytes);
  if (celsius === undefined) return "out of range";
  // RH = 100 * raw / 65535 (4.13), rounded to hundredths.
  setReading(part.temperature, celsius);
  setReading(part.humidity, Math.floor((readUint16(bytes, 3) * 10000 + 32767) / 65535));
  return "";
}
