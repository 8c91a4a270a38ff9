// Numbers as sums of parts: facts about such sums say where one number is never below another.
import type { Variable } from "../ir/program.ts";
import { mayBe, type Type } from "../ir/types.ts";
import { ANY_NUMBER } from "./operations.ts";

/** The length of the text or the list in a variable, or in a field from there on. */
export interface Length {
  readonly lengthOf: Variable;
  /** Of the text or the list. */
  readonly type: Type;
}

/** The result of an expression that was worked out, of which only the least value is known. */
interface Given {
  readonly least: number;
}

export type Part = Variable | Length | Given;

/** A factor for each part, and a constant. */
export interface Sum {
  readonly constant: number;
  readonly parts: ReadonlyMap<Part, number>;
}

/** A sum that is never below zero; with `found`, only where that variable is not below zero. */
export interface Fact {
  readonly sum: Sum;
  readonly found?: Variable;
}

/** The most steps from one number to another: `at` to `end`, and `end` to the length. */
const MOST_STEPS = 4;

export function sumOf(part: Part): Sum {
  return { constant: 0, parts: new Map([[part, 1]]) };
}

export function constantSum(constant: number): Sum {
  return { constant, parts: new Map() };
}

/** A sum plus so many times another one. */
export function plusTimes(sum: Sum, added: Sum, times: number): Sum {
  const parts = new Map(sum.parts);
  for (const [part, count] of added.parts) {
    const all = (parts.get(part) ?? 0) + times * count;
    if (all === 0) parts.delete(part);
    else parts.set(part, all);
  }
  return { constant: sum.constant + times * added.constant, parts };
}

/** Lists grow: a fact that keeps one short does not last. */
export function isLasting({ sum }: Fact): boolean {
  return [...sum.parts].every(
    ([part, count]) => count > 0 || !("lengthOf" in part) || !mayBe(part.type, "list"),
  );
}

export function isAbout({ sum, found }: Fact, variable: Variable): boolean {
  return (
    found === variable ||
    [...sum.parts.keys()].some(
      (part) => part === variable || ("lengthOf" in part && part.lengthOf === variable),
    )
  );
}

/** The least value of the sum: each part that is taken off must, by a fact, be no more than others are. */
export function leastOfSum(
  sum: Sum,
  facts: readonly Fact[],
  leastOf: (part: Part) => number,
  steps = MOST_STEPS,
): number {
  const less = [...sum.parts].find(([, count]) => count < 0)?.[0];
  const least = less === undefined ? leastOfParts(sum, leastOf) : ANY_NUMBER;
  if (least >= 0 || steps === 0) return least;
  // By a fact about the part that is taken off, or about one of which more is known than its own least value.
  const helps = ([part, count]: [Part, number]) =>
    less === undefined ? count > 0 && sum.parts.has(part) : part === less && count < 0;
  const about = facts.filter((fact) => [...fact.sum.parts].some(helps));
  const left = less === undefined ? 0 : steps - 1;
  return Math.max(
    least,
    ...about.map((fact) => leastOfSum(plusTimes(sum, fact.sum, -1), facts, leastOf, left)),
  );
}

function leastOfParts({ constant, parts }: Sum, leastOf: (part: Part) => number): number {
  const all = [...parts].map(([part, count]) => count * leastOf(part));
  return all.includes(ANY_NUMBER) ? ANY_NUMBER : all.reduce((a, b) => a + b, constant);
}
