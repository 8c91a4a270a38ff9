// A condition as short as it can be: where only its truth counts, more of it is known than of a value.
import { withChanges } from "../ir/parts.ts";
import type { Expression } from "../ir/program.ts";
import { membersOf, TRUTH } from "../ir/types.ts";

export type IsPure = (expression: Expression) => boolean;

/** The replacement of an expression of which only the truth counts. */
export function shortCondition(expression: Expression, isPure: IsPure): Expression {
  switch (expression.kind) {
    case "operation": {
      if (expression.operator === "not")
        return opposite(shortCondition(expression.operands[0] as Expression, isPure), expression);
      return isTrueOr(expression) ?? expression;
    }
    case "and":
      return shortBoth(expression, isPure);
    case "or":
      return shortEither(expression, isPure);
    case "or-else":
      return truthOf(expression.right) === false && isTruthOrNothing(expression.left)
        ? shortCondition(expression.left, isPure)
        : expression;
    case "choose": {
      const [whenTrue, whenFalse] = [truthOf(expression.whenTrue), truthOf(expression.whenFalse)];
      if (whenTrue === true && whenFalse === false) return shortCondition(expression.condition, isPure);
      if (whenTrue === false && whenFalse === true)
        return opposite(shortCondition(expression.condition, isPure));
      return expression;
    }
    default:
      return expression;
  }
}

/** The truth of an expression that is the same at any time; `undefined` where nobody knows. */
export function truthOf(expression: Expression): boolean | undefined {
  if (expression.kind === "truth") return expression.value;
  if (expression.kind === "nothing") return false;
  return expression.kind === "function" ? true : undefined;
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

function shortBoth(expression: Extract<Expression, { kind: "and" }>, isPure: IsPure): Expression {
  const [left, right] = [shortCondition(expression.left, isPure), shortCondition(expression.right, isPure)];
  if (truthOf(left) !== undefined) return truthOf(left) === true ? right : left;
  if (truthOf(right) === true) return left;
  if (truthOf(right) === false && isPure(left)) return right;
  return withChanges(expression, { left, right });
}

function shortEither(expression: Extract<Expression, { kind: "or" }>, isPure: IsPure): Expression {
  const [left, right] = [shortCondition(expression.left, isPure), shortCondition(expression.right, isPure)];
  if (truthOf(left) !== undefined) return truthOf(left) === false ? right : left;
  if (truthOf(right) === false) return left;
  if (truthOf(right) === true && isPure(left)) return right;
  return withChanges(expression, { left, right });
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
