// Numbers that may be none: a byte that a text does not have, and the result of a division by
// zero, cannot be calculated with.
import type { Expression, Operator, Program } from "../ir/program.ts";
import { isAuthors, isLibrary } from "../source/own-code.ts";
import type { LowerBounds } from "./lower-bounds.ts";
import { Spread } from "./spread.ts";

/** Operations whose result is no number, or infinite, where one of their operands is. */
const CARRYING: ReadonlySet<Operator> = new Set<Operator>([
  "add",
  "subtract",
  "multiply",
  "divide",
  "remainder",
  "floor",
  "negate",
  "absolute",
  "least",
  "most",
]);

/** Only in the author's own lines: this package's lines are tested for it. */
export function noNumbersIn(program: Program, bounds: LowerBounds): Spread {
  return new Spread(program, {
    arises: (expression) => {
      if (expression.kind !== "operation" || !(isAuthors(expression.place) || isLibrary(expression.place)))
        return false;
      if (expression.operator === "byte-at") return !bounds.isWithin(expression);
      const [, divisor] = expression.operands;
      const divides = expression.operator === "divide" || expression.operator === "remainder";
      return divides && divisor !== undefined && mayBeZero(divisor, bounds);
    },
    carries: ({ operator }) => CARRYING.has(operator),
  });
}

function mayBeZero(expression: Expression, bounds: LowerBounds): boolean {
  return expression.kind === "number" ? expression.value === 0 : !(bounds.least(expression) >= 1);
}
