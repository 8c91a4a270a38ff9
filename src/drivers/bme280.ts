// BME280: temperature, relative humidity and air pressure over I2C.
// Datasheet: Bosch Sensortec, "BME280 Combined humidity and pressure sensor", BST-BME280-DS001. Section and table
// numbers are its own.
// Not implemented: SPI, normal mode, oversampling, the filter. It sleeps between measurements, so self-heating
// is negligible; `begin` ends normal mode and filter that an earlier program left on.
import { readUint16 } from "../bytes/integers.ts";
import type { Ports } from "../ports/ports.ts";
import { describePart, type Quantity, setReading, type Wires } from "../reading/part.ts";
import { airPressure, fineTemperature, relativeHumidity } from "./bme280-compensation.ts";
import { beginI2c, type I2cPart, newI2cPart, readRegisters, startedBy, writePart } from "./i2c-part.ts";

/** SDO low; 0x77 when high (6.2). Most modules have it low. */
const ADDRESS = 0x76;
/** Register "id" and what it holds (5.4.1). The BMP280, sold under the same name, has 0x58 and no humidity. */
const ID = "\xd0";
const IS_BME280 = "\x60";
/** Where the calibration lies: 0x88 to 0xa1, and 0xe1 to 0xe7 (table 16). */
const CALIBRATION_LOW = "\x88";
const CALIBRATION_LOW_BYTES = 26;
const CALIBRATION_HIGH = "\xe1";
const CALIBRATION_HIGH_BYTES = 7;
/** ctrl_meas: asleep, where config is taken for sure; config: no filter (5.4.5, 5.4.6). */
const AS_AFTER_POWER_ON = "\xf4\x00\xf5\x00";
/** ctrl_hum: one sample of humidity; ctrl_meas: one of temperature and pressure, forced mode (5.4.3, 5.4.5). */
const MEASURE = "\xf2\x01\xf4\x25";
/** In status while a conversion is running (5.4.4). */
const MEASURING = 0x08;
/** Longest duration of it: 1.25 + 2.3 + 2 * (2.3 + 0.575) = 9.3 ms (9.1). */
const MEASURE_MS = 12;
/**
 * status to hum_lsb: four bytes of control, then pressure in three, temperature in three, humidity in two
 * (table 18).
 */
const STATUS_AND_DATA = "\xf3";
const STATUS_AND_DATA_BYTES = 12;
const PRESSURE_AT = 4;
const TEMPERATURE_AT = 7;
const HUMIDITY_AT = 10;
/**
 * Register values for "not measured" (5.4.7 to 5.4.9), of humidity two bytes; a true reading of exactly this
 * count is lost.
 */
const NOT_MEASURED = "\x80\x00\x00";
const NO_HUMIDITY = "\x80\x00";

/**
 * What the part can measure, and a little more on both sides (1.3, 1.4): at its very end it is not exact
 * either. The fine temperature counts 1/5120 °C.
 */
const COLDEST = -41 * 5120;
const WARMEST = 86 * 5120;
const LOWEST_PASCALS = 29900;
const HIGHEST_PASCALS = 110100;

export interface Bme280 extends I2cPart {
  /** What the maker measured of this very part; "" until it has been read. */
  calibration: string;
  /** °C in hundredths, -4000 to 8500. Typical error ±0.5 °C at 25 °C (1.4). */
  temperature: Quantity;
  /** % relative humidity in hundredths, 0 to 10000. Error ±3 % (1.2). */
  humidity: Quantity;
  /** hPa in hundredths, 30000 to 110000. Typical error ±1 hPa (1.3). */
  pressure: Quantity;
}

/**
 * The part on the I2C bus that the wiring calls `role`. `address` is 0x76, or 0x77 with SDO high.
 *
 * @part Bosch BME280
 * @esphome bme280_i2c
 * @gives `temperature` °C, `humidity` %, `pressure` hPa
 * @example bme280(role, 0x76)
 * @note Its calibration is computed in whole numbers, within 0.006 °C, 0.9 Pa and 0.01 % of the datasheet's formulas,
 * with the same result on every board. A BMP280 is reported as a fault. So is the count that means "not measured":
 * rarely, air is at exactly that.
 */
export function bme280(role: string, address?: number): Bme280 {
  const at = address === undefined ? ADDRESS : address;
  const part = newI2cPart<Bme280>(role, at, request, collect, begin);
  describePart(part, "BME280", [{ what: "address", value: part.busAddress, least: 0x76, most: 0x77 }]);
  part.calibration = "";
  part.temperature = { part, decimals: 2, value: undefined };
  part.humidity = { part, decimals: 2, value: undefined };
  part.pressure = { part, decimals: 2, value: undefined };
  return part;
}

function begin(part: Bme280, ports: Ports, wires: Wires): void {
  beginI2c(part, ports, wires);
  writePart(part, AS_AFTER_POWER_ON);
}

function request(part: Bme280): number {
  return startedBy(part, MEASURE, MEASURE_MS);
}

function collect(part: Bme280): string {
  setReading(part.temperature, undefined);
  setReading(part.humidity, undefined);
  setReading(part.pressure, undefined);
  if (part.calibration === "") {
    const fault = readCalibration(part);
    if (fault !== "") return fault;
  }
  const data = readRegisters(part, STATUS_AND_DATA, STATUS_AND_DATA_BYTES);
  if (data === undefined) return "no answer";
  // The data are those of the measurement before until this one has ended.
  if (isMeasuring(data)) return "not ready";
  return isMeasured(data) ? compensate(part, data) : "not measured";
}

/** @cold */
function isMeasured(data: string): boolean {
  return (
    data.substring(PRESSURE_AT, TEMPERATURE_AT) !== NOT_MEASURED &&
    data.substring(TEMPERATURE_AT, HUMIDITY_AT) !== NOT_MEASURED &&
    data.substring(HUMIDITY_AT, STATUS_AND_DATA_BYTES) !== NO_HUMIDITY
  );
}

function isMeasuring(data: string): boolean {
  return (data.charCodeAt(0) & MEASURING) !== 0;
}

/** Reads what never changes. Returns "" or what went wrong. @cold */
function readCalibration(part: Bme280): string {
  const id = readRegisters(part, ID, 1);
  const low = readRegisters(part, CALIBRATION_LOW, CALIBRATION_LOW_BYTES);
  const high = readRegisters(part, CALIBRATION_HIGH, CALIBRATION_HIGH_BYTES);
  if (id === undefined || low === undefined || high === undefined) return "no answer";
  if (id !== IS_BME280) return "not a BME280";
  part.calibration = low + high;
  return "";
}

/** Counts of the three converters into readings. Returns "" or what is wrong with them. @cold */
function compensate(part: Bme280, data: string): string {
  const calibration = part.calibration;
  const fine = fineTemperature(calibration, counts(data, TEMPERATURE_AT));
  // The bus has no checksum: what the part cannot have measured was not read rightly.
  if (fine < COLDEST || fine > WARMEST) return "out of range";
  const pascals = airPressure(calibration, counts(data, PRESSURE_AT), fine);
  if (pascals < LOWEST_PASCALS || pascals > HIGHEST_PASCALS) return "out of range";
  setReading(part.temperature, (fine * 5 + 128) >> 8);
  setReading(part.humidity, relativeHumidity(calibration, readUint16(data, HUMIDITY_AT), fine));
  setReading(part.pressure, pascals);
  return "";
}

/** The 20 bits of a converter, the lowest four in the upper half of the third byte. */
function counts(data: string, at: number): number {
  return readUint16(data, at) * 16 + (data.charCodeAt(at + 2) >> 4);
}
