// The growth at which a figure is worse than its record: smaller is better for all of them.

/**
 * Part of the recorded figure that a new one may be larger: less is the noise of a change that is worth it.
 */
const TOLERATED = 0.01;

export interface GrowthFigure {
  name: string;
  value: number;
  unit: string;
}

/**
 * A sentence for a figure that has grown by more than 1 %, with its total since the `first`; `undefined` for
 * others, and for one that is in no record.
 */
export function growthFault(
  { name, value, unit }: GrowthFigure,
  recorded: number | undefined,
  first = recorded,
): string | undefined {
  if (recorded === undefined || value <= recorded * (1 + TOLERATED)) return undefined;
  const total =
    first === recorded || first === undefined
      ? ""
      : `; ${growthText(value, first)} since the first, ${first}`;
  return `${name} has grown from ${recorded} to ${value} ${unit}, by more than ${TOLERATED * 100} %${total}.`;
}

/** "+3.5 %", of what it was. */
export function growthText(value: number, before: number): string {
  const percent =
    before === 0 ? (value === 0 ? 0 : Number.POSITIVE_INFINITY) : (100 * (value - before)) / before;
  return `${percent < 0 ? "-" : "+"}${Math.abs(percent).toFixed(1)} %`;
}
