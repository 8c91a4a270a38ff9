// How large an LFS NodeMCU is to be built with: sizes that its builders offer.

const USUAL = 65_536;
const STEP = 32_768;

/** Bytes of the LFS that is to be asked for, for code that fills `fills` of it. */
export function lfsBytesFor(fills: number): number {
  return Math.max(USUAL, Math.ceil(fills / STEP) * STEP);
}
