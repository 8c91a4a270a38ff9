// An expression whose parts are folded already, as what is known of it beforehand.
import { changed } from "../ir/parts.ts";
import type { Expression } from "../ir/program.ts";
import { membersOf, type Type } from "../ir/types.ts";
import { constant, constantOf, isConstant } from "./constant.ts";
import { asked, type IsPure, opposite, truthOf } from "./fold-condition.ts";
import { type WorkedOut, wholeOf, workedOut } from "./worked-out.ts";

type Operation = Extract<Expression, { kind: "operation" }>;

/** A power of two that is a whole number of 32 signed bits. */
const MOST_TIMES = 2 ** 30;

export function folded(one: Expression, isPure: IsPure): Expression {
  switch (one.kind) {
    case "operation":
      return foldedOperation(one, isPure);
    case "choose":
      return foldedChoice(changed(one, { condition: asked(one.condition, isPure) }), isPure);
    case "and":
    case "or":
      return foldedShortCircuit(one, isPure);
    case "or-else":
      if (one.left.kind === "nothing") return one.right;
      return isConstant(one.left) || isMade(one.left) ? one.left : one;
    case "is":
      return foldedKind(one);
    case "field":
      return one.of.kind === "nothing" && one.isOptional ? one.of : one;
    case "call-value":
      return one.of.kind === "nothing" && one.isOptional ? one.of : one;
    default:
      return one;
  }
}

function foldedChoice(one: Extract<Expression, { kind: "choose" }>, isPure: IsPure): Expression {
  const { condition, whenTrue, whenFalse } = one;
  const known = truthOf(condition);
  if (known !== undefined) return known ? whenTrue : whenFalse;
  if (isConstant(whenTrue) && isConstant(whenFalse) && isPure(condition)) {
    if (constantOf(whenTrue) === constantOf(whenFalse)) return whenTrue;
  }
  if (whenTrue.kind === "truth" && whenFalse.kind === "truth" && isTruth(condition.type)) {
    if (whenTrue.value && !whenFalse.value) return condition;
    if (!whenTrue.value && whenFalse.value) return opposite(condition);
  }
  return one;
}

function foldedShortCircuit(one: Extract<Expression, { kind: "and" | "or" }>, isPure: IsPure): Expression {
  const { left, right } = one;
  const goesOn = one.kind === "and";
  const known = truthOf(left);
  if (known !== undefined) return known === goesOn ? right : left;
  if (right.kind !== "truth" || !isTruth(left.type)) return one;
  // `nothing && false` is nothing, and `record || true` the record.
  if (right.value === goesOn) return left;
  return isPure(left) ? right : one;
}

function foldedOperation(one: Operation, isPure: IsPure): Expression {
  const { operator, operands, place } = one;
  const [first, second] = operands as readonly [Expression, Expression];
  // A number or a text, of which only the text remains.
  if (operator === "to-text" && isText(first.type)) return first;
  if (operands.every(isConstant)) return known(workedOut(operator, operands.map(constantOf)), one);
  switch (operator) {
    case "not":
      return foldedNot(one, first, isPure);
    case "floor":
      return foldedQuotient(one, first);
    case "equal":
    case "not-equal":
      return foldedComparison(one, first, second, isPure);
    case "join":
      return foldedJoin(one, first, second);
    case "add":
      if (isZero(second) && first.type.kind === "number") return first;
      return isZero(first) && second.type.kind === "number" ? second : one;
    case "subtract":
      return isZero(second) && first.type.kind === "number" ? first : one;
    case "list-length":
      return first.kind === "list" && isPure(first) ? constant(first.items.length, place) : one;
    default:
      return one;
  }
}

function foldedNot(one: Operation, of: Expression, isPure: IsPure): Expression {
  const made = opposite(asked(of, isPure), one);
  // `!!x` makes a truth value of an x that is none.
  return isTruth(made.type) ? made : one;
}

function foldedQuotient(one: Operation, of: Expression): Expression {
  const halved = wholeForm(of);
  if (halved !== undefined) return { ...one, operands: [halved] };
  const value = inDoubles(of);
  return value === undefined ? one : known(wholeOf(value), one);
}

/** The result of an operation on numbers only: the build has Node's floats, however many digits they need. */
function inDoubles(one: Expression): number | undefined {
  if (one.kind === "number") return one.value;
  if (one.kind !== "operation") return undefined;
  const [first, second] = one.operands.map(inDoubles);
  if (first === undefined) return undefined;
  if (one.operator === "negate") return -first;
  if (second === undefined) return undefined;
  switch (one.operator) {
    case "add":
      return first + second;
    case "subtract":
      return first - second;
    case "multiply":
      return first * second;
    case "divide":
      return first / second;
    default:
      return undefined;
  }
}

/** `x / 2` for `x * 0.5`, and `x * 2` for `x / 0.5`: halves, quarters and so on are exact in every float. */
function wholeForm(of: Expression): Operation | undefined {
  if (of.kind !== "operation" || (of.operator !== "multiply" && of.operator !== "divide")) return undefined;
  const [first, second] = of.operands as readonly [Expression, Expression];
  const isTurned = of.operator === "multiply" && first.kind === "number";
  const [other, fraction] = isTurned ? [second, first] : [first, second];
  if (fraction.kind !== "number" || Number.isInteger(fraction.value)) return undefined;
  const times = 1 / fraction.value;
  if (!isPowerOfTwo(Math.abs(times)) || other.kind === "number") return undefined;
  const operator = of.operator === "multiply" ? "divide" : "multiply";
  return { ...of, operator, operands: [other, { ...fraction, value: times }] };
}

function isPowerOfTwo(value: number): boolean {
  return value <= MOST_TIMES && Number.isInteger(Math.log2(value));
}

/** A value made just here is something, and equals nothing else. */
function foldedComparison(one: Operation, left: Expression, right: Expression, isPure: IsPure): Expression {
  const isApart =
    (left.kind === "nothing" && isMade(right) && isPure(right)) ||
    (right.kind === "nothing" && isMade(left) && isPure(left));
  return isApart ? constant(one.operator === "not-equal", one.place) : one;
}

function isMade(one: Expression): boolean {
  if (one.kind === "operation") return one.operator !== "append";
  const { kind } = one;
  return (
    kind === "record" || kind === "list" || kind === "table" || kind === "closure" || kind === "function"
  );
}

/** `x + "a" + "b"` as `x + "ab"`. */
function foldedJoin(one: Operation, left: Expression, right: Expression): Expression {
  if (left.kind === "text" && left.value === "" && right.type.kind === "text") return right;
  if (right.kind === "text" && right.value === "" && left.type.kind === "text") return left;
  if (right.kind !== "text" || left.kind !== "operation" || left.operator !== "join") return one;
  const [begin, middle] = left.operands;
  if (begin === undefined || middle?.kind !== "text") return one;
  const end = { ...middle, value: middle.value + right.value };
  return { ...one, operands: [begin, end] };
}

const KINDS: Readonly<Record<string, Type["kind"]>> = {
  number: "number",
  string: "text",
  boolean: "truth",
  undefined: "nothing",
};

function foldedKind(one: Extract<Expression, { kind: "is" }>): Expression {
  return isConstant(one.of) ? constant(KINDS[typeof constantOf(one.of)] === one.what, one.place) : one;
}

function known(value: WorkedOut | undefined, one: Operation): Expression {
  return value === undefined ? one : constant(value.value, one.place);
}

function isZero(one: Expression): boolean {
  return one.kind === "number" && one.value === 0;
}

function isText(type: Type): boolean {
  return membersOf(type).every(({ kind }) => kind === "text");
}

function isTruth(type: Type): boolean {
  return membersOf(type).every(({ kind }) => kind === "truth");
}
