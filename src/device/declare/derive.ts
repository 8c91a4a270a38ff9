// A quantity that is derived of others, as its author declares it.
import { powerOfTen } from "../../bytes/fixed-point.ts";
import { type Quantity, watchPins } from "../../reading/part.ts";
import { addSource, type Compute, newDerivation } from "../run/derivation.ts";

export interface DeriveOptions {
  /** Decimals of the result: 0 for a count, or for the index of a word in `states`. At most 9. */
  decimals: number;
}

/**
 * A quantity computed from one to three others when its sensor is sampled: `derive([indoors.temperature,
 * outdoors.temperature], (inside, outside) => inside - outside)`. All sources come scaled to the same
 * decimals, the most that any has (with two, 21.5 °C is 2150), and the result has as many, or those of
 * `options`. It has no reading when one source has none, or when the result is `undefined` or no number.
 * Trap: readings are raw; the filters of a source's own sensor are not applied.
 */
export function derive(sources: readonly Quantity[], compute: Compute, options?: DeriveOptions): Quantity {
  let decimals = 0;
  for (const source of sources) decimals = Math.max(decimals, source.decimals);
  const part = newDerivation(compute, options === undefined ? decimals : options.decimals);
  for (const source of sources) {
    addSource(part, source, powerOfTen(decimals - source.decimals));
    if (source.part.watched) watchPins(part);
  }
  return part.quantity;
}
