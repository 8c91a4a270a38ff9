// The length of a number in a Lua 5.3: 32 bits in NodeMCU unless its firmware was built otherwise.
import { BuildError } from "../../../compiler/source/build-error.ts";

export interface NumberBytes {
  integer: 4 | 8;
  float: 4 | 8;
}

export const SHORT_NUMBERS: NumberBytes = { integer: 4, float: 4 };
/** As a Lua on a computer has them. */
export const LONG_NUMBERS: NumberBytes = { integer: 8, float: 8 };

/** A float as the chip holds it, little-endian. */
export function floatBytes(value: number, { float }: NumberBytes): number[] {
  const list = float === 4 ? new Float32Array([value]) : new Float64Array([value]);
  return [...new Uint8Array(list.buffer)];
}

/**
 * Refuses an integer that the chip does not have: its own compiler would make another number of the same
 * text.
 */
export function checkedInteger(value: bigint, { integer }: NumberBytes): bigint {
  if (BigInt.asIntN(integer * 8, value) === value) return value;
  throw new BuildError(
    `The number ${value} does not fit the ${integer * 8} bits that an integer has on the chip; write it with a point.`,
  );
}
