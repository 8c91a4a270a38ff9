// The number of a simulated chip.
import { createRandom } from "./random.ts";

const DIGITS = 12;

/** Twelve lower-case hexadecimal digits that differ from seed to seed. */
export function chipIdOf(seed: number): string {
  const draws = createRandom(seed ^ 0x00c0ffee);
  return Array.from({ length: DIGITS }, () => draws.below(16).toString(16)).join("");
}
