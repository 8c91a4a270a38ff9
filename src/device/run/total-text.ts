// A total as it is kept: its period's word, the period's number, what was counted in it and without one, the
// counter, and the last total. "day,20786,1250,0,4711,980"; what there is no reading of is left empty.
import type { Reading } from "../../reading/reading.ts";
import { goOn, type TotalPart } from "./total.ts";

const COMMA = 44;
/**
 * Bytes of the longest, of an hour: "hour,500000,", three numbers of eleven bytes with commas, and the last
 * one.
 */
export const MOST_TOTAL_BYTES = 60;

/** Ten times it, and a digit, has 31 bits: all but the eight greatest numbers. */
const MOST_BEFORE = 214748363;

export function totalText({ each, period, sum, undated, seen, last }: TotalPart): string {
  return each + "," + period + "," + sum + "," + undated + "," + textOf(seen) + "," + textOf(last.value);
}

function textOf(reading: Reading): string {
  return reading === undefined ? "" : "" + reading;
}

/** Goes on from there. What cannot be read, as what another image kept, is as nothing. @cold */
export function takeTotal(part: TotalPart, text: string): void {
  const period = numberAt(text, 1);
  if (fieldAt(text, 0) !== part.each || period === undefined) return;
  goOn(part, period, numberAt(text, 2) ?? 0, numberAt(text, 3) ?? 0, numberAt(text, 4), numberAt(text, 5));
}

/** The text between two commas, after so many; "" where there is none. @cold */
function fieldAt(text: string, commas: number): string {
  let from = 0;
  let passed = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) === COMMA) {
      if (passed === commas) return text.substring(from, i);
      passed += 1;
      from = i + 1;
    }
  }
  return passed === commas ? text.substring(from) : "";
}

/** @cold */
function numberAt(text: string, commas: number): Reading {
  const field = fieldAt(text, commas);
  const isBelow = field.indexOf("-") === 0;
  let value = 0;
  for (let i = isBelow ? 1 : 0; i < field.length; i++) {
    const digit = field.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9 || value > MOST_BEFORE) return undefined;
    value = value * 10 + digit;
  }
  if (field === "") return undefined;
  return isBelow ? 0 - value : value;
}
