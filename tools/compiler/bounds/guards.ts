// What is known of variables where a statement stands: where `at < 0` does not hold, `at` is 0 or more.
import type { Block, Expression, Operator, Variable } from "../ir/program.ts";
import { usesIn } from "../ir/uses.ts";
import { ANY_NUMBER } from "./operations.ts";

/** The least that variables are here, where that is more than what they are anywhere. */
export type Known = ReadonlyMap<Variable, number>;

/** The comparison that holds where this one does not, and the one with its sides exchanged. */
const COMPARISONS: { readonly [operator in Operator]?: { readonly opposite: Operator; mirrored: Operator } } =
  {
    less: { opposite: "greater-or-equal", mirrored: "greater" },
    "less-or-equal": { opposite: "greater", mirrored: "greater-or-equal" },
    greater: { opposite: "less-or-equal", mirrored: "less" },
    "greater-or-equal": { opposite: "less", mirrored: "less-or-equal" },
    equal: { opposite: "not-equal", mirrored: "equal" },
    "not-equal": { opposite: "equal", mirrored: "not-equal" },
  };

type Guard = readonly [variable: Variable, least: number];

/** What a condition says where it holds, or where it does not. `leastOf` what stands in it. */
export function guardsOf(
  one: Expression,
  holds: boolean,
  leastOf: (one: Expression) => number,
): readonly Guard[] {
  if (one.kind === "and" || one.kind === "or") {
    // Of one side alone nobody knows whether it holds.
    if (holds !== (one.kind === "and")) return [];
    return [...guardsOf(one.left, holds, leastOf), ...guardsOf(one.right, holds, leastOf)];
  }
  if (one.kind !== "operation") return [];
  const [left, right] = one.operands as [Expression, Expression];
  if (one.operator === "not") return guardsOf(left, !holds, leastOf);
  const operator = holds ? one.operator : COMPARISONS[one.operator]?.opposite;
  const mirrored = operator && COMPARISONS[operator]?.mirrored;
  if (operator === undefined || mirrored === undefined) return [];
  return [...guardOf(left, operator, right, leastOf), ...guardOf(right, mirrored, left, leastOf)];
}

function guardOf(
  one: Expression,
  operator: Operator,
  other: Expression,
  leastOf: (one: Expression) => number,
): readonly Guard[] {
  if (one.kind !== "variable") return [];
  const least = leastOf(other);
  switch (operator) {
    case "greater":
      return [[one.variable, Math.floor(least) + 1]];
    case "greater-or-equal":
    case "equal":
      return [[one.variable, least]];
    case "not-equal":
      return other.kind === "number" && leastOf(one) === least ? [[one.variable, least + 1]] : [];
    default:
      return [];
  }
}

export function withGuards(known: Known, guards: readonly Guard[]): Map<Variable, number> {
  const more = new Map(known);
  for (const [variable, least] of guards)
    more.set(variable, Math.max(least, more.get(variable) ?? ANY_NUMBER));
  return more;
}

/** What is known however often these blocks have run. */
export function knownOver(blocks: readonly Block[], known: Known): Map<Variable, number> {
  const left = new Map(known);
  for (const block of blocks) for (const one of usesIn(block).written) left.delete(one as Variable);
  return left;
}

/** What is known behind both; `undefined`: nothing comes there. */
export function knownBehind(
  one: Known | undefined,
  other: Known | undefined,
): Map<Variable, number> | undefined {
  if (one === undefined || other === undefined) return (one ?? other) && new Map(one ?? other);
  const both = new Map<Variable, number>();
  for (const [variable, least] of one) {
    const otherLeast = other.get(variable);
    if (otherLeast !== undefined) both.set(variable, Math.min(least, otherLeast));
  }
  return both;
}
