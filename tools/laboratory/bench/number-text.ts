// A figure for people: thousands apart, so that an eye can compare, and no more digits than mean something.

const BY_DECIMALS = [0, 1, 2].map(
  (digits) => new Intl.NumberFormat("en-GB", { maximumFractionDigits: digits }),
);

/** At most four digits with those behind the point: 1,235; 123; 12.3; 1.23. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return BY_DECIMALS[decimals]?.format(value) ?? String(value);
}
