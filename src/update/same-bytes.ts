// Comparison of a secret's digest with what came from outside.

/**
 * Takes the same time wherever they differ. What is empty is the same as nothing: a hash that failed gives
 * it. @cold
 */
export function sameBytes(own: string, other: string): boolean {
  if (own === "" || own.length !== other.length) return false;
  let differences = 0;
  for (let i = 0; i < own.length; i++) differences += Math.abs(own.charCodeAt(i) - other.charCodeAt(i));
  return differences === 0;
}
