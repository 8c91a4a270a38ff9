// A number in its steps, where Home Assistant takes whole numbers alone.
import type { NumberInputDeclaration } from "../../device/declare/actuators/number-input.ts";

export interface Steps {
  /** The bounds, as Home Assistant counts. */
  least: number;
  most: number;
  /** What makes a count of a value, and a value of a count; none where they are the same. */
  templates?: { read: string; written: string };
}

/** A number as it is. */
export function plainSteps(number: NumberInputDeclaration): Steps {
  return { least: bound(number, number.leastValue), most: bound(number, number.mostValue) };
}

/** One for each step of a number, the least of which counts as `first`. */
export function countedSteps(number: NumberInputDeclaration, first: number): Steps {
  const { leastValue, mostValue, decimals } = number;
  const step = number.step / 10 ** decimals;
  const zero = (leastValue - first * number.step) / 10 ** decimals;
  return {
    least: first,
    most: first + (mostValue - leastValue) / number.step,
    templates: {
      read: `{{((value|float-${zero})/${step})|round|int}}`,
      // Where the least is not 0 it is never gone below: 0 % is sent as a count as well.
      written: `{{${first === 0 ? "value" : `[value,${first}]|max`}*${step}+${zero}}}`,
    },
  };
}

/** A bound in the number's own unit. */
export function bound({ decimals }: NumberInputDeclaration, value: number): number {
  return value / 10 ** decimals;
}
