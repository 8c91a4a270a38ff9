// Fixed-point numbers as text. No float is ever printed: engines disagree on floats, never on whole numbers.
/**
 * The text of `value` with its last `decimals` digits behind the point: (-5, 1) is "-0.5", (215, 1) is
 * "21.5".
 */
export function fixedPoint(value: number, decimals: number): string {
  let digits = "" + (value < 0 ? -value : value);
  if (decimals > 0) {
    while (digits.length <= decimals) digits = "0" + digits;
    const point = digits.length - decimals;
    digits = digits.substring(0, point) + "." + digits.substring(point);
  }
  return value < 0 ? "-" + digits : digits;
}

/** Ten to the power of `decimals` (0 to 9). */
export function powerOfTen(decimals: number): number {
  let power = 1;
  for (let i = 0; i < decimals; i++) power = power * 10;
  return power;
}

/** `value / divisor` as a whole number; halves are rounded away from zero. The divisor is at least 1. */
export function rounded(value: number, divisor: number): number {
  const half = divisor >> 1;
  // The negative is taken from 0: a bare minus would make a negative zero in JavaScript.
  return value < 0 ? 0 - Math.floor((half - value) / divisor) : Math.floor((value + half) / divisor);
}

/** An option given as a fraction (0.2, in a sensor's unit), as a whole number with `decimals` decimals. */
export function scaled(fraction: number, decimals: number): number {
  return Math.floor(fraction * powerOfTen(decimals) + 0.5);
}
