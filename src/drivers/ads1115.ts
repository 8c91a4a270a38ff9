// ADS1115: four analog inputs of 16 bits over I2C, each measured against ground.
// Datasheet: Texas Instruments, "ADS111x Ultra-Small, Low-Power, I2C-Compatible, 860-SPS, 16-Bit ADCs", SBAS444.
// Not implemented: differences of two inputs, the comparator, continuous conversion, the ADS1113 and ADS1114.
//
// An input takes no more than the part's own supply plus 0.3 V, whatever its full scale says: more damages the part.
import { readUint16, uint16 } from "../bytes/integers.ts";
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import { type I2cPart, newI2cPart, readPart, readRegisters, startedBy, writePart } from "./i2c-part.ts";

/** ADDR pin to ground; 0x49 to the supply, 0x4a to SDA, 0x4b to SCL (I2C address selection). */
const ADDRESS = 0x48;
const CONVERSION_REGISTER = "\x00";
const CONFIG_REGISTER = "\x01";
/** Config register: start a conversion; input 0 against ground; one conversion; 860 a second; comparator off. */
const START_INPUT_0 = 0x8000 + 0x4000 + 0x0100 + 0x00e0 + 0x0003;
const NEXT_INPUT = 0x1000;
const NEXT_GAIN = 0x0200;
/** The first bit of the config register reads as 1 when no conversion is under way. */
const READY = 128;
/** A conversion takes 1.28 ms at most: 1/860 s and 10 %. Each look over the bus takes 0.27 ms. */
const CONVERT_MS = 2;
const LOOKS = 8;

/** What an input's value is at full scale, in millivolts (config register, PGA). */
export type FullScale = 6144 | 4096 | 2048 | 1024 | 512 | 256;

export interface Ads1115 extends I2cPart {
  /** Those in use, measured in turn. */
  inputs: Ads1115Input[];
}

/** mV in hundredths, up to the full scale, which means "that or more"; a little below 0 is possible. */
export interface Ads1115Input extends Quantity {
  /** What starts its conversion. */
  config: number;
  /** Full scale in 256 mV. */
  scale: number;
}

/**
 * The part on the I2C bus that the wiring calls `role`. `address` is 0x48 to 0x4b.
 *
 * @part TI ADS1115, up to four inputs
 * @esphome ads1115
 * @gives each `ads1115Input(part, 0, 4096)`: mV
 * @example ads1115(role, 0x48)
 */
export function ads1115(role: string, address?: number): Ads1115 {
  const at = address === undefined ? ADDRESS : address;
  const part = newI2cPart<Ads1115>(role, at, request, collect);
  describePart(part, "ADS1115", [{ what: "address", value: part.busAddress, least: 0x48, most: 0x4b }]);
  part.inputs = [];
  return part;
}

/** One of the part's inputs, for a sensor: 0 to 3. */
export function ads1115Input(part: Ads1115, number: 0 | 1 | 2 | 3, fullScale: FullScale): Ads1115Input {
  let gain = fullScale === 6144 ? 0 : 1;
  for (let scale = 4096; scale > fullScale; scale = scale >> 1) gain += 1;
  const input = {
    part,
    decimals: 2,
    value: undefined,
    config: START_INPUT_0 + number * NEXT_INPUT + gain * NEXT_GAIN,
    scale: fullScale >> 8,
  };
  part.inputs.push(input);
  return input;
}

function request(part: Ads1115): number {
  return startedBy(part, configured(part.inputs[0] as Ads1115Input), CONVERT_MS);
}

function collect(part: Ads1115): string {
  let fault = "";
  for (const input of part.inputs) {
    if (fault === "" && input !== part.inputs[0] && !writePart(part, configured(input))) fault = "no answer";
    if (fault === "") fault = read(part, input);
  }
  if (fault !== "") {
    for (const input of part.inputs) setReading(input, undefined);
  }
  return fault;
}

/** What starts the conversion of an input. */
function configured(input: Ads1115Input): string {
  return CONFIG_REGISTER + uint16(input.config);
}

/** Looks at the config register, which the last write left selected, until the conversion is over; then takes it. */
function read(part: Ads1115, input: Ads1115Input): string {
  for (let look = 0; look < LOOKS; look++) {
    const config = readPart(part, 2);
    if (config === undefined) return "no answer";
    if (config.charCodeAt(0) >= READY) {
      const bytes = readRegisters(part, CONVERSION_REGISTER, 2);
      if (bytes === undefined) return "no answer";
      const counts = readUint16(bytes, 0);
      // Counts * full scale / 2^15, in hundredths of a millivolt (data format).
      const signed = counts < 32768 ? counts : counts - 65536;
      setReading(input, (signed * input.scale * 25 + 16) >> 5);
      return "";
    }
  }
  return "not ready";
}
