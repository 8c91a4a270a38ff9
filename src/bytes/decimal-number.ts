// Decimal numbers written as text, as whole numbers: no engine has to read a float.
import { wholeNumber } from "./whole-number.ts";

/**
 * Twice the number that `text` spells, times ten to the power of `decimals` (0 to 4), towards zero: "21.56"
 * with one decimal is 431, and so is any number from there to below 21.6. `undefined` when it spells none, or
 * one of more than 999999999 such units. A number is digits with at most one point before, between or behind
 * them; a sign before, and an exponent behind ("-2.5e-7"); blanks around it all.
 */
export function decimalHalves(text: string, decimals: number): number | undefined {
  let from = 0;
  let end = text.length;
  while (from < end && text.charCodeAt(from) <= BLANK) from += 1;
  while (end > from && text.charCodeAt(end - 1) <= BLANK) end -= 1;
  const number = text.substring(from, end);
  const mark = Math.max(number.indexOf("e"), number.indexOf("E"));
  const mantissa = unsigned(mark < 0 ? number : number.substring(0, mark));
  const power = mark < 0 ? 0 : exponent(number.substring(mark + 1));
  const point = mantissa.indexOf(".");
  const digits = point < 0 ? mantissa : mantissa.substring(0, point) + mantissa.substring(point + 1);
  if (digits === "" || power === undefined) return undefined;
  /** The number of digits before the end of the last decimal. */
  const places = (point < 0 ? digits.length : point) + power + decimals;
  let units = 0;
  let half = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    if (i < places) {
      if (units > MOST_TENS) return undefined;
      units = units * 10 + digit;
    } else if (i === places && digit >= 5) half = 1;
  }
  for (let i = digits.length; i < places && units !== 0; i++) {
    if (units > MOST_TENS) return undefined;
    units = units * 10;
  }
  const halves = units + units + half;
  // The negative is taken from 0: a bare minus would make a negative zero in JavaScript.
  return number.indexOf("-") === 0 ? 0 - halves : halves;
}

/** A space; characters below it are not visible. */
const BLANK = 32;
/** Ten times a number up to this, plus a digit, has nine digits. */
const MOST_TENS = 99999999;

function exponent(text: string): number | undefined {
  const power = wholeNumber(unsigned(text));
  return power !== undefined && text.indexOf("-") === 0 ? 0 - power : power;
}

/** The rest behind a sign. */
function unsigned(text: string): string {
  return text.indexOf("-") === 0 || text.indexOf("+") === 0 ? text.substring(1) : text;
}
