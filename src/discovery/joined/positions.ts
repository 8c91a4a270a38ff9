// A number as a position between closed and open: what a cover and a valve have in common.
import type { NumberInputDeclaration } from "../../device/declare/actuators/number-input.ts";
import { isBoolean } from "../../kinds/option-checks.ts";
import { countedSteps, plainSteps, type Steps } from "./steps.ts";

export const POSITION = {
  needed: { position: ["number"] },
  optional: {},
  options: { reversed: isBoolean },
} as const;

export interface Ends {
  closed: number;
  open: number;
}

/** The ends that Home Assistant counts between, which are whole. */
export function positionSteps(position: NumberInputDeclaration): Steps {
  return position.decimals === 0 ? plainSteps(position) : countedSteps(position, 0);
}

/** Where a position is closed and open: at the least and the greatest, or the other way round. */
export function endsOf(
  { least, most }: Pick<Steps, "least" | "most">,
  { reversed = false }: Readonly<Record<string, unknown>>,
): Ends {
  return reversed ? { closed: most, open: least } : { closed: least, open: most };
}

/** Home Assistant takes 0 and 100 where it is told of no others. */
export function toldEnds({ closed, open }: Ends) {
  return {
    ...(closed === 0 ? {} : { pos_clsd: closed }),
    ...(open === 100 ? {} : { pos_open: open }),
  };
}
