// Whole numbers written as text.

/** The number that `digits` spell (1 to 9 decimal digits, nothing else), or `undefined`. */
export function wholeNumber(digits: string): number | undefined {
  if (digits === "" || digits.length > 9) return undefined;
  let value = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}
