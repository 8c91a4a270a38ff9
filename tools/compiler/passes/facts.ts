// What is known of variables at one place of a program: the constant that one is, or constants that it is not.
import type { Expression, Variable } from "../form/program.ts";
import { membersOf } from "../form/types.ts";
import { type Constant, constantOf, isConstant } from "./constant.ts";

export interface Fact {
  /** It is this one. */
  readonly is?: { readonly value: Constant };
  readonly isNot: readonly Constant[];
}

export type Facts = ReadonlyMap<Variable, Fact>;

export const NO_FACTS: Facts = new Map();

/** With what holds where the condition was found to be as `holds` says; only of variables that `isKept` lets through. */
export function factsBehind(
  condition: Expression,
  holds: boolean,
  facts: Facts,
  isKept: (one: Variable) => boolean,
): Facts {
  const within = (part: Expression, so: boolean, before: Facts) => factsBehind(part, so, before, isKept);
  switch (condition.kind) {
    case "variable":
      return isKept(condition.variable) ? behindTruth(condition, holds, facts) : facts;
    case "and":
      return holds ? within(condition.right, true, within(condition.left, true, facts)) : facts;
    case "or":
      return holds ? facts : within(condition.right, false, within(condition.left, false, facts));
    case "operation": {
      const [left, right] = condition.operands;
      if (condition.operator === "not" && left !== undefined) return within(left, !holds, facts);
      const isEqual = condition.operator === "equal";
      if ((!isEqual && condition.operator !== "not-equal") || left === undefined || right === undefined)
        return facts;
      const [variable, other] = left.kind === "variable" ? [left, right] : [right, left];
      if (variable.kind !== "variable" || !isConstant(other) || !isKept(variable.variable)) return facts;
      return withComparison(variable.variable, constantOf(other), isEqual === holds, facts);
    }
    default:
      return facts;
  }
}

export function withValue(variable: Variable, value: Constant, facts: Facts): Facts {
  return new Map(facts).set(variable, { is: { value }, isNot: [] });
}

export function withComparison(variable: Variable, value: Constant, isEqual: boolean, facts: Facts): Facts {
  if (isEqual) return withValue(variable, value, facts);
  const before = facts.get(variable);
  if (before?.is !== undefined) return facts;
  return new Map(facts).set(variable, { isNot: [...(before?.isNot ?? []), value] });
}

function behindTruth(
  { variable, type }: Extract<Expression, { kind: "variable" }>,
  holds: boolean,
  facts: Facts,
): Facts {
  if (!holds) return withComparison(variable, true, false, facts);
  const isTruth = membersOf(type).every(({ kind }) => kind === "truth" || kind === "nothing");
  if (isTruth) return withValue(variable, true, facts);
  return withComparison(variable, false, false, withComparison(variable, undefined, false, facts));
}

/** Is a variable the constant? `undefined`: it may be, or not. */
export function isKnownAs(fact: Fact | undefined, value: Constant): boolean | undefined {
  if (fact?.is !== undefined) return fact.is.value === value;
  return fact?.isNot.includes(value) === true ? false : undefined;
}

/** Its truth, where it is asked for that. */
export function truthBy(fact: Fact | undefined, one: Expression): boolean | undefined {
  if (fact === undefined) return undefined;
  if (fact.is !== undefined) {
    const { value } = fact.is;
    return value === undefined || typeof value === "boolean" ? value === true : undefined;
  }
  const kinds = membersOf(one.type).map(({ kind }) => kind);
  if (fact.isNot.includes(true) && kinds.every((kind) => kind === "truth" || kind === "nothing"))
    return false;
  // A number and a text are true to Lua alone.
  const isPlain = kinds.some((kind) => kind === "number" || kind === "text" || kind === "foreign");
  return fact.isNot.includes(undefined) && fact.isNot.includes(false) && !isPlain ? true : undefined;
}

export function without(facts: Facts, changed: Iterable<Variable>): Facts {
  const gone = [...changed].filter((one) => facts.has(one));
  if (gone.length === 0) return facts;
  const kept = new Map(facts);
  for (const one of gone) kept.delete(one);
  return kept;
}

/** What holds on both ways. */
export function inBoth(one: Facts, other: Facts): Facts {
  if (one === other) return one;
  const kept = new Map<Variable, Fact>();
  for (const [variable, fact] of one) {
    const second = other.get(variable);
    if (second === undefined) continue;
    if (fact.is !== undefined && second.is !== undefined && fact.is.value === second.is.value)
      kept.set(variable, fact);
    else {
      const isNot = [...excluded(fact, second), ...excluded(second, fact)];
      if (isNot.length > 0) kept.set(variable, { isNot: [...new Set(isNot)] });
    }
  }
  return kept;
}

/** What the first one says it is not, and the second one is neither. */
function excluded(one: Fact, other: Fact): readonly Constant[] {
  return one.isNot.filter((value) => isKnownAs(other, value) === false);
}
