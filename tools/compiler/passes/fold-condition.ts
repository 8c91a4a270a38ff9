// A condition as short as it can be: where only its truth counts, more of it is known than of a value.
import { changed } from "../ir/parts.ts";
import type { Expression } from "../ir/program.ts";
import { membersOf, TRUTH } from "../ir/types.ts";

export type IsPure = (one: Expression) => boolean;

/** The replacement of an expression of which only the truth counts. */
export function asked(one: Expression, isPure: IsPure): Expression {
  switch (one.kind) {
    case "operation": {
      if (one.operator === "not") return opposite(asked(one.operands[0] as Expression, isPure), one);
      return isTrueOr(one) ?? one;
    }
    case "and":
      return askedBoth(one, isPure);
    case "or":
      return askedEither(one, isPure);
    case "or-else":
      return truthOf(one.right) === false && isTruthOrNothing(one.left) ? asked(one.left, isPure) : one;
    case "choose": {
      const [whenTrue, whenFalse] = [truthOf(one.whenTrue), truthOf(one.whenFalse)];
      if (whenTrue === true && whenFalse === false) return asked(one.condition, isPure);
      if (whenTrue === false && whenFalse === true) return opposite(asked(one.condition, isPure));
      return one;
    }
    default:
      return one;
  }
}

/** The truth of an expression that is the same at any time; `undefined` where nobody knows. */
export function truthOf(one: Expression): boolean | undefined {
  if (one.kind === "truth") return one.value;
  if (one.kind === "nothing") return false;
  return one.kind === "function" ? true : undefined;
}

/** A condition that is true where this one is not; `before` says so already. */
export function opposite(condition: Expression, before?: Expression): Expression {
  const { place } = condition;
  if (condition.kind === "truth") return { ...condition, value: !condition.value };
  if (condition.kind === "nothing") return { kind: "truth", value: true, type: TRUTH, place };
  if (condition.kind === "operation") {
    const { operator, operands } = condition;
    if (operator === "not") return operands[0] as Expression;
    if (operator === "equal") return { ...condition, operator: "not-equal" };
    if (operator === "not-equal") return { ...condition, operator: "equal" };
  }
  if (before?.kind === "operation" && before.operands[0] === condition) return before;
  return { kind: "operation", operator: "not", operands: [condition], type: TRUTH, place };
}

function askedBoth(one: Extract<Expression, { kind: "and" }>, isPure: IsPure): Expression {
  const [left, right] = [asked(one.left, isPure), asked(one.right, isPure)];
  if (truthOf(left) !== undefined) return truthOf(left) === true ? right : left;
  if (truthOf(right) === true) return left;
  if (truthOf(right) === false && isPure(left)) return right;
  return changed(one, { left, right });
}

function askedEither(one: Extract<Expression, { kind: "or" }>, isPure: IsPure): Expression {
  const [left, right] = [asked(one.left, isPure), asked(one.right, isPure)];
  if (truthOf(left) !== undefined) return truthOf(left) === false ? right : left;
  if (truthOf(right) === false) return left;
  if (truthOf(right) === true && isPure(left)) return right;
  return changed(one, { left, right });
}

/** `x === true` for an x that is a truth value, or missing. */
function isTrueOr({
  operator,
  operands,
}: Extract<Expression, { kind: "operation" }>): Expression | undefined {
  const [left, right] = operands;
  if (operator !== "equal" || left === undefined || right === undefined) return undefined;
  if (right.kind === "truth" && right.value && isTruthOrNothing(left)) return left;
  return left.kind === "truth" && left.value && isTruthOrNothing(right) ? right : undefined;
}

function isTruthOrNothing({ type }: Expression): boolean {
  return membersOf(type).every(({ kind }) => kind === "truth" || kind === "nothing");
}
