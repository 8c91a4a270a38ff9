// An expression whose parts are folded already, as what is known of it beforehand.
import { withChanges } from "../ir/parts.ts";
import type { Expression } from "../ir/program.ts";
import { membersOf, type Type } from "../ir/types.ts";
import { constant, constantOf, isConstant } from "./constant.ts";
import { type IsPure, opposite, shortCondition, truthOf } from "./fold-condition.ts";
import { type WorkedOut, wholeOf, workedOut } from "./worked-out.ts";

type Operation = Extract<Expression, { kind: "operation" }>;

/** A power of two that is a whole number of 32 signed bits. */
const MOST_TIMES = 2 ** 30;

export function folded(expression: Expression, isPure: IsPure): Expression {
  switch (expression.kind) {
    case "operation":
      return foldedOperation(expression, isPure);
    case "choose":
      return foldedChoice(
        withChanges(expression, { condition: shortCondition(expression.condition, isPure) }),
        isPure,
      );
    case "and":
    case "or":
      return foldedShortCircuit(expression, isPure);
    case "or-else":
      if (expression.left.kind === "nothing") return expression.right;
      return isConstant(expression.left) || isMade(expression.left) ? expression.left : expression;
    case "is":
      return foldedKind(expression);
    case "field":
      return expression.of.kind === "nothing" && expression.isOptional ? expression.of : expression;
    case "call-value":
      return expression.of.kind === "nothing" && expression.isOptional ? expression.of : expression;
    default:
      return expression;
  }
}

function foldedChoice(expression: Extract<Expression, { kind: "choose" }>, isPure: IsPure): Expression {
  const { condition, whenTrue, whenFalse } = expression;
  const known = truthOf(condition);
  if (known !== undefined) return known ? whenTrue : whenFalse;
  if (isConstant(whenTrue) && isConstant(whenFalse) && isPure(condition)) {
    if (constantOf(whenTrue) === constantOf(whenFalse)) return whenTrue;
  }
  if (whenTrue.kind === "truth" && whenFalse.kind === "truth" && isTruth(condition.type)) {
    if (whenTrue.value && !whenFalse.value) return condition;
    if (!whenTrue.value && whenFalse.value) return opposite(condition);
  }
  return expression;
}

function foldedShortCircuit(
  expression: Extract<Expression, { kind: "and" | "or" }>,
  isPure: IsPure,
): Expression {
  const { left, right } = expression;
  const goesOn = expression.kind === "and";
  const known = truthOf(left);
  if (known !== undefined) return known === goesOn ? right : left;
  if (right.kind !== "truth" || !isTruth(left.type)) return expression;
  // `nothing && false` is nothing, and `record || true` the record.
  if (right.value === goesOn) return left;
  return isPure(left) ? right : expression;
}

function foldedOperation(operation: Operation, isPure: IsPure): Expression {
  const { operator, operands, place } = operation;
  const [first, second] = operands as readonly [Expression, Expression];
  // A number or a text, of which only the text remains.
  if (operator === "to-text" && isText(first.type)) return first;
  if (operands.every(isConstant)) return known(workedOut(operator, operands.map(constantOf)), operation);
  switch (operator) {
    case "not":
      return foldedNot(operation, first, isPure);
    case "floor":
      return foldedQuotient(operation, first);
    case "equal":
    case "not-equal":
      return foldedComparison(operation, first, second, isPure);
    case "join":
      return foldedJoin(operation, first, second);
    case "add":
      if (isZero(second) && first.type.kind === "number") return first;
      return isZero(first) && second.type.kind === "number" ? second : operation;
    case "subtract":
      return isZero(second) && first.type.kind === "number" ? first : operation;
    case "list-length":
      return first.kind === "list" && isPure(first) ? constant(first.items.length, place) : operation;
    default:
      return operation;
  }
}

function foldedNot(operation: Operation, of: Expression, isPure: IsPure): Expression {
  const made = opposite(shortCondition(of, isPure), operation);
  // `!!x` makes a truth value of an x that is none.
  return isTruth(made.type) ? made : operation;
}

function foldedQuotient(operation: Operation, of: Expression): Expression {
  const halved = wholeForm(of);
  if (halved !== undefined) return { ...operation, operands: [halved] };
  const value = inDoubles(of);
  return value === undefined ? operation : known(wholeOf(value), operation);
}

/** The result of an operation on numbers only: the build has Node's floats, however many digits they need. */
function inDoubles(expression: Expression): number | undefined {
  if (expression.kind === "number") return expression.value;
  if (expression.kind !== "operation") return undefined;
  const [first, second] = expression.operands.map(inDoubles);
  if (first === undefined) return undefined;
  if (expression.operator === "negate") return -first;
  if (second === undefined) return undefined;
  switch (expression.operator) {
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
  const [value, fraction] = isTurned ? [second, first] : [first, second];
  if (fraction.kind !== "number" || Number.isInteger(fraction.value)) return undefined;
  const times = 1 / fraction.value;
  if (!isPowerOfTwo(Math.abs(times)) || value.kind === "number") return undefined;
  const operator = of.operator === "multiply" ? "divide" : "multiply";
  return { ...of, operator, operands: [value, { ...fraction, value: times }] };
}

function isPowerOfTwo(value: number): boolean {
  return value <= MOST_TIMES && Number.isInteger(Math.log2(value));
}

/** A value made just here is something, and equals nothing else. */
function foldedComparison(
  operation: Operation,
  left: Expression,
  right: Expression,
  isPure: IsPure,
): Expression {
  const isApart =
    (left.kind === "nothing" && isMade(right) && isPure(right)) ||
    (right.kind === "nothing" && isMade(left) && isPure(left));
  return isApart ? constant(operation.operator === "not-equal", operation.place) : operation;
}

function isMade(expression: Expression): boolean {
  if (expression.kind === "operation") return expression.operator !== "append";
  const { kind } = expression;
  return (
    kind === "record" || kind === "list" || kind === "table" || kind === "closure" || kind === "function"
  );
}

/** `x + "a" + "b"` as `x + "ab"`. */
function foldedJoin(operation: Operation, left: Expression, right: Expression): Expression {
  if (left.kind === "text" && left.value === "" && right.type.kind === "text") return right;
  if (right.kind === "text" && right.value === "" && left.type.kind === "text") return left;
  if (right.kind !== "text" || left.kind !== "operation" || left.operator !== "join") return operation;
  const [begin, middle] = left.operands;
  if (begin === undefined || middle?.kind !== "text") return operation;
  const end = { ...middle, value: middle.value + right.value };
  return { ...operation, operands: [begin, end] };
}

const KINDS: Readonly<Record<string, Type["kind"]>> = {
  number: "number",
  string: "text",
  boolean: "truth",
  undefined: "nothing",
};

function foldedKind(expression: Extract<Expression, { kind: "is" }>): Expression {
  return isConstant(expression.of)
    ? constant(KINDS[typeof constantOf(expression.of)] === expression.what, expression.place)
    : expression;
}

function known(value: WorkedOut | undefined, operation: Operation): Expression {
  return value === undefined ? operation : constant(value.value, operation.place);
}

function isZero(expression: Expression): boolean {
  return expression.kind === "number" && expression.value === 0;
}

function isText(type: Type): boolean {
  return membersOf(type).every(({ kind }) => kind === "text");
}

function isTruth(type: Type): boolean {
  return membersOf(type).every(({ kind }) => kind === "truth");
}
