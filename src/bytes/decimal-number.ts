// Decimal numbers written as text, as whole numbers: "21.5" with one decimal is 215.
import { wholeNumber } from "./whole-number.ts";

/**
 * The number that `text` spells, times ten to the power of `decimals` (0 to 4); `undefined` when it spells none. It has
 * an optional "-", 1 to 5 digits, and an optional point with digits behind it, of which those beyond `decimals` are 0.
 * Nothing else is taken: no space, no "+", no exponent.
 */
export function decimalNumber(text: string, decimals: number): number | undefined {
  const start = text.indexOf("-") === 0 ? 1 : 0;
  const point = text.indexOf(".");
  const end = point < 0 ? text.length : point;
  if (end - start < 1 || end - start > 5) return undefined;
  let digits = text.substring(start, end);
  if (point >= 0) {
    const behind = text.substring(point + 1);
    if (behind === "" || wholeNumber(behind) === undefined) return undefined;
    digits = digits + behind.substring(0, Math.min(decimals, behind.length));
    if (behind.length > decimals && wholeNumber(behind.substring(decimals)) !== 0) return undefined;
    for (let i = behind.length; i < decimals; i++) digits = digits + "0";
  } else {
    for (let i = 0; i < decimals; i++) digits = digits + "0";
  }
  const value = wholeNumber(digits);
  if (value === undefined) return undefined;
  // The negative is taken from 0: a bare minus would make a negative zero in JavaScript.
  return start === 1 ? 0 - value : value;
}
