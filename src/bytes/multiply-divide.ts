// Multiplies and divides numbers whose product would not fit 32 bits, for drivers whose arithmetic has to be
// the same on every engine.

/**
 * a * b / divisor, rounded down, exactly as if the product had all the bits it needs. `divisor` is positive;
 * a and b may have any sign. Requires |a / divisor * b| and divisor * |b| below 2^31.
 */
export function multiplyDivide(a: number, b: number, divisor: number): number {
  // Math.floor rounds towards minus infinity on every engine, so what is left of `a` is never negative.
  const whole = Math.floor(a / divisor);
  return whole * b + Math.floor(((a - whole * divisor) * b) / divisor);
}
