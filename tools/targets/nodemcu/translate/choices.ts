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
export function needsStatements(one: Expression): boolean {
  const before = known.get(one);
  if (before !== undefined) return before;
  const needs = askStatements(one);
  known.set(one, needs);
  return needs;
}

function askStatements(one: Expression): boolean {
  switch (one.kind) {
    case "choose":
      return !isChosenInPlace(one) || needsStatements(one.condition);
    case "and":
    case "or":
      return needsStatements(one.left) || needsStatements(one.right);
    case "or-else":
      return !isElseInPlace(one) || needsStatements(one.left);
    case "field":
      return needsStatements(one.of) || (one.isOptional && !isGuardInPlace(one));
    case "call-value":
      return (
        needsStatements(one.of) ||
        one.arguments.some(needsStatements) ||
        (one.isOptional && !isGuardInPlace(one))
      );
    case "operation":
      return one.operator === "append" || one.operands.some(needsStatements);
    case "entry":
      return needsStatements(one.of) || needsStatements(one.index);
    case "lookup":
      return needsStatements(one.of) || needsStatements(one.key);
    case "record":
    case "table":
      return one.values.some(({ value }) => needsStatements(value));
    case "list":
      return one.items.some(needsStatements);
    case "call":
      return one.arguments.some(needsStatements);
    case "call-member":
      return needsStatements(one.of) || one.arguments.some(needsStatements);
    case "is":
    case "member":
      return needsStatements(one.of);
    default:
      return false;
  }
}

/** Is it one expression of Lua, once its first part is worked out? */
export function isInPlace(one: Extract<Expression, { kind: "choose" | "and" | "or" | "or-else" }>): boolean {
  if (one.kind === "choose") return isChosenInPlace(one);
  return one.kind === "or-else" ? isElseInPlace(one) : !needsStatements(one.right);
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
export function isGuardedBefore(one: Optional): boolean {
  return one.isOptional && isThereOnceGuarded(one);
}

/** Is the second one there whenever the first is? */
function isThereOnceGuarded(one: Optional): boolean {
  if (one.kind === "call-value") return false;
  const kinds = membersOf(one.of.type).flatMap((type) => (type.kind === "record" ? [type.record] : []));
  return (
    kinds.length > 0 &&
    kinds.every(({ fields }) => {
      const type = fields.get(one.field);
      return type !== undefined && !mayBe(type, "nothing");
    })
  );
}
