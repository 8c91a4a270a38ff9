// Facts about variables that hold where a statement stands: where `at < 0` does not hold, `at` is 0 or more.
import type { Block, Expression, Operator, Variable } from "../ir/program.ts";
import { usesIn } from "../ir/uses.ts";
import { ANY_NUMBER } from "./operations.ts";
import { stepsIn } from "./steps.ts";
import { type Fact, isAbout, isLasting } from "./sums.ts";

/**
 * The least values of variables here, where these are more than anywhere, and sums that are never below zero.
 */
export type Known = ReadonlyMap<Variable | Fact, number>;

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

type Guard = readonly [of: Variable | Fact, least: number];

/** Questions about the operands of a comparison. */
export interface Asked {
  leastOf: (expression: Expression) => number;
  /** The fact that the first one is at least so much more than the second. */
  factsOf: (more: Expression, less: Expression, by: number) => readonly Fact[];
}

/** The facts of a condition where it holds, or where it does not. */
export function guardsOf(expression: Expression, holds: boolean, asked: Asked): readonly Guard[] {
  if (expression.kind === "and" || expression.kind === "or") {
    // Nobody knows whether one side alone holds.
    if (holds !== (expression.kind === "and")) return [];
    return [...guardsOf(expression.left, holds, asked), ...guardsOf(expression.right, holds, asked)];
  }
  if (expression.kind !== "operation") return [];
  const [left, right] = expression.operands as [Expression, Expression];
  if (expression.operator === "not") return guardsOf(left, !holds, asked);
  const operator = holds ? expression.operator : COMPARISONS[expression.operator]?.opposite;
  const mirrored = operator && COMPARISONS[operator]?.mirrored;
  if (operator === undefined || mirrored === undefined) return [];
  return [...guardOf(left, operator, right, asked), ...guardOf(right, mirrored, left, asked)];
}

function guardOf(left: Expression, operator: Operator, right: Expression, asked: Asked): readonly Guard[] {
  const by = operator === "greater" ? 1 : 0;
  const isMore = by === 1 || operator === "greater-or-equal" || operator === "equal";
  const guards: Guard[] = isMore ? asked.factsOf(left, right, by).map((fact) => [fact, 0] as const) : [];
  if (left.kind !== "variable") return guards;
  const least = asked.leastOf(right);
  if (isMore) guards.push([left.variable, by === 1 ? Math.floor(least) + 1 : least]);
  else if (operator === "not-equal" && right.kind === "number" && asked.leastOf(left) === least)
    guards.push([left.variable, least + 1]);
  return guards;
}

export function withGuards(known: Known, guards: readonly Guard[]): Map<Variable | Fact, number> {
  const more = new Map(known);
  for (const [of, least] of guards) {
    if ("sum" in of && !isLasting(of)) continue;
    more.set(of, Math.max(least, more.get(of) ?? ANY_NUMBER));
  }
  return more;
}

/** Forgets a variable, which gets another value. */
export function forget(known: Map<Variable | Fact, number>, variable: Variable): void {
  for (const of of known.keys())
    if (of === variable || ("sum" in of && isAbout(of, variable))) known.delete(of);
}

export function factsIn(known: Known): Fact[] {
  return [...known.keys()].filter(
    (of): of is Fact => "sum" in of && (of.found === undefined || (known.get(of.found) ?? ANY_NUMBER) >= 0),
  );
}

/** The facts that hold however often these blocks have run. */
export function knownOver(blocks: readonly Block[], known: Known): Map<Variable | Fact, number> {
  const left = new Map(known);
  const written = new Set(blocks.flatMap((block) => [...usesIn(block).written]));
  const steps = stepsIn(blocks);
  for (const of of known.keys()) {
    if (!("sum" in of)) {
      if (written.has(of) && steps.get(of) !== 1) left.delete(of);
      continue;
    }
    // A sum of variables that only grow, less those that only shrink, does not sink.
    const isLess = [...of.sum.parts].some(([part, count]) => {
      const variable = "lengthOf" in part ? part.lengthOf : part;
      if ("least" in variable || !written.has(variable)) return false;
      return variable !== part || steps.get(variable) !== Math.sign(count);
    });
    if (isLess || (of.found !== undefined && written.has(of.found))) left.delete(of);
  }
  return left;
}

/**
 * The facts that hold behind both; `undefined` where nothing comes. `isKnown`: do the other facts say so as
 * well?
 */
export function knownBehind(
  first: Known | undefined,
  second: Known | undefined,
  isKnown: (fact: Fact, known: Known) => boolean,
): Map<Variable | Fact, number> | undefined {
  if (first === undefined || second === undefined) return (first ?? second) && new Map(first ?? second);
  const both = new Map<Variable | Fact, number>();
  for (const [of, least] of first) {
    const otherLeast = second.get(of);
    if (otherLeast !== undefined) both.set(of, Math.min(least, otherLeast));
    else if ("sum" in of && isKnown(of, second)) both.set(of, 0);
  }
  for (const of of second.keys()) if ("sum" in of && isKnown(of, first)) both.set(of, 0);
  return both;
}
