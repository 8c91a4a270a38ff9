// Epoch seconds as others write them: a moment of decimal digits.
import type { Moment } from "./moment.ts";

/**
 * The whole seconds of a moment since 1970: "1796000000". In two parts, as they do not fit 31 bits after
 * 2038-01-19.
 */
export function epochText({ day, ms }: Moment): string {
  const second = Math.floor(ms / 1000);
  const rest = second % 100;
  return "" + (day * 864 + Math.floor(second / 100)) + (rest < 10 ? "0" : "") + rest;
}

const DAY_S = 86400;
/** 12 digits are the year 33658: whoever sends milliseconds or nonsense is not believed. */
const MOST_DIGITS = 11;
const POINT = 46;

/**
 * The moment of so many seconds since 1970: 1 to 11 digits, with a fraction that is left out ("1796000000",
 * "1796000000.25"); `undefined` for other texts. By long division, as the seconds do not fit 31 bits after
 * 2038-01-19.
 */
export function momentOfEpoch(text: string): Moment | undefined {
  let digits = 0;
  let day = 0;
  let rest = 0;
  let isFraction = false;
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    if (byte === POINT && !isFraction && digits > 0) isFraction = true;
    else if (byte < 48 || byte > 57) return undefined;
    else if (!isFraction) {
      digits += 1;
      if (digits > MOST_DIGITS) return undefined;
      rest = rest * 10 + byte - 48;
      day = day * 10 + Math.floor(rest / DAY_S);
      rest = rest % DAY_S;
    }
  }
  return digits === 0 ? undefined : { day, ms: rest * 1000 };
}
