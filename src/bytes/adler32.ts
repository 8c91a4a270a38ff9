// Adler-32 (RFC 1950, 8.2 and 9): two additions a byte, without bit operators. What changes bits in one
// direction only, as flash does that is cut or wears out, changes the first sum of up to 256 bytes, and is
// found for certain.
import { uint16 } from "./integers.ts";

/** The largest prime number below 2^16. */
const MODULUS = 65521;

/**
 * Of at most 3,800 bytes, as its four bytes, the most significant first: the sums stay below 2^31, and are
 * reduced once, at the end.
 */
export function adler32(bytes: string): string {
  let low = 1;
  let high = 0;
  for (let i = 0; i < bytes.length; i++) {
    low += bytes.charCodeAt(i);
    high += low;
  }
  return uint16(high % MODULUS) + uint16(low % MODULUS);
}
