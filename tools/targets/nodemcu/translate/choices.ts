// Choices that Lua can say in one expression, and those that take statements: `a and b or c` is no choice
// where b may be nil or false.
import type { Expression } from "../../../compiler/ir/program.ts";
import { mayBe, membersOf } from "../../../compiler/ir/types.ts";
import { isNeverFalse, isSurelyThere, isTruth } from "./facts.ts";

type Choose = Extract<Expression, { kind: "choose" }>;
type OrElse = Extract<Expression, { kind: "or-else" }>;
type Optional = Extract<Expression, { kind: "field" | "call-value" }>;

const known = new WeakMap<Expression, boolean>();

/** Does it need statements of its own before the one that it stands in? */
export function needsStatements(expression: Expression): boolean {
  const before = known.get(expression);
  if (before !== undefined) return before;
  const needs = askStatements(expression);
  known.set(expression, needs);
  return needs;
}

function askStatements(expression: Expression): boolean {
  switch (expression.kind) {
    case "choose":
      return !isChosenInPlace(expression) || needsStatements(expression.condition);
    case "and":
    case "or":
      return needsStatements(expression.left) || needsStatements(expression.right);
    case "or-else":
      return !isElseInPlace(expression) || needsStatements(expression.left);
    case "field":
      return needsStatements(expression.of) || (expression.isOptional && !isGuardInPlace(expression));
    case "call-value":
      return (
        needsStatements(expression.of) ||
        expression.arguments.some(needsStatements) ||
        (expression.isOptional && !isGuardInPlace(expression))
      );
    case "operation":
      return expression.operator === "append" || expression.operands.some(needsStatements);
    case "entry":
      return needsStatements(expression.of) || needsStatements(expression.index);
    case "lookup":
      return needsStatements(expression.of) || needsStatements(expression.key);
    case "record":
    case "table":
      return expression.values.some(({ value }) => needsStatements(value));
    case "list":
      return expression.items.some(needsStatements);
    case "call":
      return expression.arguments.some(needsStatements);
    case "call-member":
      return needsStatements(expression.of) || expression.arguments.some(needsStatements);
    case "is":
    case "member":
      return needsStatements(expression.of);
    default:
      return false;
  }
}

/** Is it one expression of Lua, once its first part is worked out? */
export function isInPlace(
  expression: Extract<Expression, { kind: "choose" | "and" | "or" | "or-else" }>,
): boolean {
  if (expression.kind === "choose") return isChosenInPlace(expression);
  return expression.kind === "or-else" ? isElseInPlace(expression) : !needsStatements(expression.right);
}

function isChosenInPlace({ condition, whenTrue, whenFalse }: Choose): boolean {
  if (needsStatements(whenTrue) || needsStatements(whenFalse)) return false;
  if (isSurelyThere(whenTrue) || isSurelyThere(whenFalse)) return true;
  return isTruth(condition) && (whenTrue.kind === "truth" || whenFalse.kind === "truth");
}

/** Only a left side that may be false is not the same to `or`. */
function isElseInPlace({ left, right }: OrElse): boolean {
  if (needsStatements(right)) return false;
  return isNeverFalse(left.type) || (isTruthOrNothing(left) && right.kind === "truth");
}

function isTruthOrNothing({ type }: Expression): boolean {
  return membersOf(type).every(({ kind }) => kind === "truth" || kind === "nothing");
}

/** `a and a.b`: the tested value stands in a variable, or is looked up again. */
function isGuardInPlace({ of }: Optional): boolean {
  if (of.kind === "variable") return true;
  return (of.kind === "field" || of.kind === "call-value") && isGuardedBefore(of) && isGuardInPlace(of);
}

/** Is its owner tested already, so that this one need not be? */
export function isGuardedBefore(expression: Optional): boolean {
  return expression.isOptional && isThereOnceGuarded(expression);
}

/** Is the second one there whenever the first is? */
function isThereOnceGuarded(expression: Optional): boolean {
  if (expression.kind === "call-value") return false;
  const kinds = membersOf(expression.of.type).flatMap((type) =>
    type.kind === "record" ? [type.record] : [],
  );
  return (
    kinds.length > 0 &&
    kinds.every(({ fields }) => {
      const type = fields.get(expression.field);
      return type !== undefined && !mayBe(type, "nothing");
    })
  );
}
