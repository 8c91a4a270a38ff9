// BME280: the counts of its converters into units, by the calibration that each part carries.
// Datasheet: BST-BME280-DS001, 4.2.2 (where each number lies) and 8.1 (the formulas, in floating point).
//
// Bosch's own whole-number code needs products of more than 32 bits for some parts. Here every number on the way stays
// below 2^31, for any calibration and any counts, since NodeMCU's Lua has 32-bit integers and floats of 24 bits. With
// the last digit rounded, the results are within 0.006 °C, 0.9 Pa and 0.01 % of those of 8.1.
import { multiplyDivide } from "../bytes/multiply-divide.ts";

/** Where each number begins: register 0x88 is the first byte, 0xe1 comes right behind 0xa1 (table 16). */
const T1 = 0;
const T2 = 2;
const T3 = 4;
const P1 = 6;
const P2 = 8;
const P3 = 10;
const P4 = 12;
const P5 = 14;
const P6 = 16;
const P7 = 18;
const P8 = 20;
const P9 = 22;
const H1 = 25;
const H2 = 26;
const H3 = 28;
const H4 = 29;
const H4_H5 = 30;
const H5 = 31;
const H6 = 32;

/** Bounds that no sound part comes near to: behind them a number could outgrow 31 bits. */
const MOST_HALF_COUNTS = 2097152;
const LEAST_SCALE = 2097152;
const MOST_SIXTEENTHS = 2097152;
const MOST_GAIN = 524288;
/** 200 % and 100 % in 1/1024 %. */
const TWICE_FULL = 204800;
const FULL = 102400;

/** Temperature in 1/5120 °C (the datasheet's t_fine), which the other two need. `counts` has 20 bits. @cold */
export function fineTemperature(calibration: string, counts: number): number {
  const t1 = unsigned(calibration, T1);
  const distance = (counts >> 4) - t1;
  const square = multiplyDivide(distance, distance, 4096);
  return (
    multiplyDivide(counts - t1 * 16, signed(calibration, T2), 16384) +
    multiplyDivide(square, signed(calibration, T3), 16384)
  );
}

/**
 * Pressure in Pa; 0 when counts and calibration belong to no air. `counts` has 20 bits; `fine` is -41 to 86
 * °C. @cold
 */
export function airPressure(calibration: string, counts: number, fine: number): number {
  const x = (fine >> 1) - 64000;
  const square = multiplyDivide(x, x, 8192);
  // Offset in halves of a count, then the scale (the datasheet's second var1) in 1/128.
  const offset =
    signed(calibration, P4) * 32 +
    multiplyDivide(square, signed(calibration, P6), 32768) +
    multiplyDivide(x, signed(calibration, P5), 4096);
  const slope =
    multiplyDivide(x, signed(calibration, P2), 16384) +
    (multiplyDivide(square, signed(calibration, P3), 65536) >> 4);
  const scale = multiplyDivide(1048576 + slope, unsigned(calibration, P1), 8192);
  let rest = (1048576 - counts) * 2 - offset;
  if (rest < 0 || rest > MOST_HALF_COUNTS || scale < LEAST_SCALE) return 0;
  // rest * 6,400,000 / scale, in three steps: the pressure in 1/16 Pa.
  rest = rest * 1000;
  let pressure = Math.floor(rest / scale);
  for (let i = 0; i < 2; i++) {
    rest = (rest % scale) * 80;
    pressure = pressure * 80 + Math.floor(rest / scale);
  }
  if (pressure > MOST_SIXTEENTHS) return 0;
  const pascals = pressure >> 4;
  const correction =
    (multiplyDivide(multiplyDivide(pascals, pascals, 8192), signed(calibration, P9), 65536) >> 2) +
    (multiplyDivide(pressure, signed(calibration, P8), 65536) >> 3) +
    signed(calibration, P7);
  return (pressure + correction + 8) >> 4;
}

/** Relative humidity in hundredths of %, 0 to 10000. `counts` has 16 bits; `fine` is -41 to 86 °C. @cold */
export function relativeHumidity(calibration: string, counts: number, fine: number): number {
  const x = fine - 76800;
  const mixed = calibration.charCodeAt(H4_H5);
  const h4 = signedByte(calibration, H4) * 16 + (mixed & 15);
  const h5 = signedByte(calibration, H5) * 16 + (mixed >> 4);
  // Quarters of a count above the offset; then how much each is worth, in 1/256.
  const above = counts * 4 - h4 * 256 - multiplyDivide(x, h5, 4096);
  const curve = 65536 + ((calibration.charCodeAt(H3) * x) >> 10);
  const drift = multiplyDivide((signedByte(calibration, H6) * x) >> 6, curve, 4096) >> 4;
  const gain = multiplyDivide(1048576 + drift, signed(calibration, H2), 4096);
  if (above <= 0 || gain <= 0 || gain > MOST_GAIN) return 0;
  const linear = Math.min(TWICE_FULL, multiplyDivide(above, gain, 4096) >> 4);
  const bend = (multiplyDivide(linear, linear, 8192) * calibration.charCodeAt(H1)) >> 16;
  return (Math.min(FULL, linear - bend) * 100 + 512) >> 10;
}

/** Two bytes, the lowest first. */
function unsigned(bytes: string, at: number): number {
  return bytes.charCodeAt(at) + bytes.charCodeAt(at + 1) * 256;
}

function signed(bytes: string, at: number): number {
  const value = unsigned(bytes, at);
  return value < 32768 ? value : value - 65536;
}

function signedByte(bytes: string, at: number): number {
  const value = bytes.charCodeAt(at);
  return value < 128 ? value : value - 256;
}
