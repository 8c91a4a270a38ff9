// Bounds that several checks have in common.

/** Longest time of a policy or a rule: 24 days, below 2^31 ms, where the clock wraps. */
export const LONGEST_MS = 24 * 86_400_000;

/** Is it a whole number from `least` to `most`? */
export function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
