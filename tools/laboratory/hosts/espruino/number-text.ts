// The text of a number in Espruino: eleven decimals cut off, noise kept, its own exponents.

const NEARLY = 0.0000001;
const MOST_DECIMALS = 11;

/** Text of `value` in base 10, as `"" + value` gives there: `1/3` is "0.33333333333", `1e21` is "10e+20". */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value + 0);
  return floatText(value, undefined);
}

/**
 * `value.toFixed(decimals)` as there: no rounding to whole numbers, half a digit added to the last decimal
 * only.
 */
export function fixedText(value: number, decimals: number): string {
  return floatText(value, Math.min(Math.max(Math.trunc(decimals) || 0, 0), 20));
}

function floatText(value: number, decimals: number | undefined): string {
  if (!Number.isFinite(value)) return String(value);
  if (value < 0) return `-${floatText(-value, decimals)}`;
  const scaled = decimals === undefined ? scale(value) : { mantissa: value, exponent: 0 };
  let rest = scaled.mantissa;
  // Close below a whole number counts as that whole number. Beyond 32 bits the interpreter's cast no longer
  // sees it.
  const whole = Math.trunc(rest) | 0;
  if (Math.trunc(rest + NEARLY) === whole + 1) rest = whole + 1;
  const integer = Math.floor(rest);
  const digits = BigInt(integer).toString();
  const tail =
    decimals === undefined ? freeDecimals(rest - integer) : fixedDecimals(rest - integer, decimals);
  const { exponent } = scaled;
  return digits + tail + (exponent === 0 ? "" : `e${exponent > 0 ? "+" : ""}${exponent}`);
}

function scale(value: number): { mantissa: number; exponent: number } {
  let mantissa = value;
  let exponent = 0;
  if (value >= 1e21) {
    for (; mantissa > 100000; exponent += 5) mantissa /= 100000;
    for (; mantissa > 10; exponent += 1) mantissa /= 10;
  } else if (value > 0 && value < 1e-6) {
    for (; mantissa < 1e-5; exponent -= 5) mantissa *= 100000;
    for (; mantissa < 1; exponent -= 1) mantissa *= 10;
  }
  return { mantissa, exponent };
}

function freeDecimals(fraction: number): string {
  let rest = fraction * 10;
  let text = "";
  while (text.length < MOST_DECIMALS && rest > NEARLY) {
    const digit = Math.trunc(rest + 0.00000001);
    rest = (rest - digit) * 10;
    text += Math.min(digit, 9);
  }
  return text === "" ? "" : `.${text}`;
}

function fixedDecimals(fraction: number, decimals: number): string {
  let rest = fraction * 10;
  let text = "";
  for (let left = decimals; left > 0; left -= 1) {
    const digit = Math.trunc(rest + (left === 1 ? 0.5 : 0.00000001));
    rest = (rest - digit) * 10;
    text += Math.min(digit, 9);
  }
  return text === "" ? "" : `.${text}`;
}
