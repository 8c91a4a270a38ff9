// Floats that parts send, by whole numbers: the Lua of some boards has floats of 24 bits, and of others none.
import type { Reading } from "../reading/reading.ts";

/**
 * A float of 32 bits (IEEE 754, binary32), given as two words, in whole numbers of up to six decimals, the
 * half away from 0. `undefined` where that takes more than 31 bits, and for infinity and NaN.
 */
export function fixedPointOf(high: number, low: number, decimals: number): Reading {
  // The value is mantissa / 2^behind.
  let behind = 150 - ((high >> 7) & 0xff);
  let mantissa = ((high & 0x7f) + 0x80) * 0x10000 + low;
  // Less than a hundredth of the sixth decimal.
  if (behind > 50) return 0;
  if (behind < -7) return undefined;
  if (behind > 27) {
    mantissa = mantissa >> (behind - 27);
    behind = 27;
  }
  if (behind < 0) {
    mantissa = mantissa << -behind;
    behind = 0;
  }
  const mask = (1 << behind) - 1;
  let value = mantissa >> behind;
  let rest = mantissa & mask;
  for (let i = 0; i < decimals; i++) {
    if (value > 214748363) return undefined;
    rest = rest * 10;
    value = value * 10 + (rest >> behind);
    rest = rest & mask;
  }
  if (rest * 2 > mask) value += 1;
  return high < 0x8000 ? value : 0 - value;
}
