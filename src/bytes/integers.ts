// Whole numbers as bytes, and division that is exact on every engine.

/** Two bytes, most significant first (MQTT 3.1.1, 1.5.2). `value` is 0 to 65,535. */
export function uint16(value: number): string {
  return String.fromCharCode(value >> 8, value & 255);
}

/** The two bytes at `at`, most significant first. Both must be there. */
export function readUint16(bytes: string, at: number): number {
  return bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
}

/**
 * The whole part of `dividend / divisor`; both at least 0, the divisor at least 1, the result below 2^22.
 * Exact also where a quotient is a single-precision float (NodeMCU's Lua 5.3): the remainder is taken off
 * first, and what is left is within a quarter of the whole number that it stands for.
 */
export function quotient(dividend: number, divisor: number): number {
  return Math.floor((dividend - (dividend % divisor)) / divisor + 0.5);
}
