// Fractions that a float of 32 bits tells apart: two of them are one to it only when they are one.

/** The number of digits that such a float holds. */
export const MOST_DIGITS = 6;

export function isShortFraction(value: number): boolean {
  return Number.isFinite(value) && !Number.isInteger(value) && digitsOf(value) <= MOST_DIGITS;
}

/** 3 of -0.0123, and 4 of 21.05. */
function digitsOf(value: number): number {
  return Math.abs(value).toString().replace(/e.*$/, "").replace(".", "").replace(/^0+/, "").length;
}
