// The part of an image that is in the LFS when its code is there, and the size that the LFS needs: sizes
// that NodeMCU's builders offer.
import { LOADER, START_LIST } from "../lua/init.ts";
import { isOfSetUp } from "../lua/set-up-names.ts";

const USUAL = 65_536;
const STEP = 32_768;

/** All Lua of an image's device except the code that starts it. */
export function isInLfs({ name }: { name: string }): boolean {
  return name.endsWith(".lua") && name !== LOADER && name !== `${START_LIST}.lua` && !isOfSetUp(name);
}

/** Bytes of the LFS to order, for code that fills `fills` of it. */
export function lfsBytesFor(fills: number): number {
  return Math.max(USUAL, Math.ceil(fills / STEP) * STEP);
}
