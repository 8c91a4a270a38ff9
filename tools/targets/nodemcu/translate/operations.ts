// Each operator as one operation of Lua, right on Lua 5.1 with doubles and on 5.3 with 32-bit integers and
// single floats.

import type { Expression, Operator } from "../../../compiler/ir/program.ts";
import { isAuthors } from "../../../compiler/source/own-code.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, index, libraryCall, not, number } from "../lua/lua-nodes.ts";
import { LEAST, MOST } from "../lua/number-functions.ts";
import { luaBitOperation, testedBit } from "./bits.ts";
import { needsStatements } from "./choices.ts";
import { isNeverFalse, isTruth } from "./facts.ts";
import { inOrder, isUnchanging, steadyValue } from "./in-order.ts";
import { joined } from "./joined.ts";
import { endlessRemainder, quotient, remainder, signedRemainder } from "./quotient.ts";
import { indexOf, search } from "./search.ts";
import { byteAt, compared, part, withZeros } from "./texts.ts";
import type { Writer } from "./writer.ts";

const { SyntaxKind } = lua;

export type Operation = Extract<Expression, { kind: "operation" }>;

const BINARY = new Map<Operator, lua.BinaryOperator>([
  ["add", SyntaxKind.AdditionOperator],
  ["subtract", SyntaxKind.SubtractionOperator],
  ["multiply", SyntaxKind.MultiplicationOperator],
  ["divide", SyntaxKind.DivisionOperator],
  ["remainder", SyntaxKind.ModuloOperator],
  ["less", SyntaxKind.LessThanOperator],
  ["less-or-equal", SyntaxKind.LessEqualOperator],
  ["greater", SyntaxKind.GreaterThanOperator],
  ["greater-or-equal", SyntaxKind.GreaterEqualOperator],
]);

const LIBRARY = new Map<Operator, readonly [library: string, name: string]>([
  ["absolute", ["math", "abs"]],
  ["least", ["math", "min"]],
  ["most", ["math", "max"]],
]);

const PICKED = new Map<Operator, string>([
  ["least", LEAST],
  ["most", MOST],
]);

/** `isTested`: it stands at the left of an `and` or `or`, which look at it only. */
export function operation(expression: Operation, writer: Writer, isTested = false): lua.Expression {
  const { operator, operands } = expression;
  const [first] = operands as [Expression];
  const binaryOperator = BINARY.get(operator);
  if (binaryOperator !== undefined) return ofTwo(expression, binaryOperator, writer);
  const library = LIBRARY.get(operator);
  if (library !== undefined)
    return pickedWithCare(expression, writer) ?? libraryCall(...library, inOrder(operands, writer));
  switch (operator) {
    case "equal":
    case "not-equal":
      return same(expression, writer, isTested);
    case "not":
      return not(writer.condition(first));
    case "negate":
      return binary(number(0), writer.value(first), SyntaxKind.SubtractionOperator);
    case "floor":
      return floored(first, writer);
    case "shift-left":
    case "shift-right":
    case "mask":
    case "inclusive-or":
    case "exclusive-or":
      return luaBitOperation(expression, writer);
    case "to-text":
    case "join":
      return joined(expression, writer);
    case "text-length":
    case "list-length":
      return lua.createUnaryExpression(writer.value(first), SyntaxKind.LengthOperator);
    case "byte-at":
      return byteAt(expression, writer);
    case "substring":
    case "tail":
      return part(expression, writer);
    case "index-of":
      return indexOf(expression, writer);
    case "from-bytes":
      return ofBytes(operands, writer);
    case "append":
      writer.add(appended(expression, writer));
      return lua.createNilLiteral();
    default:
      throw new Error(`Lua has no ${operator} (${expression.place.file}:${expression.place.line}).`);
  }
}

/** An operation for which Lua has a sign between two operands. */
function ofTwo(
  expression: Operation,
  binaryOperator: NonNullable<ReturnType<typeof BINARY.get>>,
  writer: Writer,
): lua.Expression {
  const { operator, operands } = expression;
  const [first, second] = operands as [Expression, Expression];
  const searched = search(operator, first, second, writer);
  if (searched !== undefined) return lua.isBinaryExpression(searched) ? searched : thereOrNot(searched);
  const [left, right] = inOrder(operands, writer, "local") as [lua.Expression, lua.Expression];
  if (operator === "remainder" && writer.facts.mayBeNoNumber(second)) return endlessRemainder(left, right);
  if (operator === "remainder" && mayBeBelowZero(expression, writer)) return signedRemainder(left, right);
  if (operator === "remainder" && !isNeverZero(second, writer)) return remainder(left, right);
  const made = binary(left, right, binaryOperator);
  return mayLoseSign(expression) ? binary(made, number(0), SyntaxKind.AdditionOperator) : made;
}

function floored(value: Expression, writer: Writer): lua.Expression {
  return value.kind === "operation" && value.operator === "divide" && value.operands.every(isWhole)
    ? quotient(...(inOrder(value.operands, writer) as [lua.Expression, lua.Expression]))
    : libraryCall("math", "floor", [writer.value(value)]);
}

function ofBytes(operands: readonly Expression[], writer: Writer): lua.Expression {
  const values = inOrder(withZeros(operands, writer), writer);
  return libraryCall(
    "string",
    "char",
    values.map((value, at) => highByte(operands[at] as Expression, writer) ?? value),
  );
}

/** This package's own lines take remainders only of numbers from zero up, and are tested for it. */
function mayBeBelowZero({ operands, place }: Operation, { facts }: Writer): boolean {
  return isAuthors(place) && operands.some((operand) => facts.leastOf(operand) < 0);
}

/** `Math.min(a, b)` where one of them may be no number, which is then the result, as in JavaScript. */
function pickedWithCare(operation: Operation, writer: Writer): lua.Expression | undefined {
  const picked = PICKED.get(operation.operator);
  if (picked === undefined || !operation.operands.some((each) => writer.facts.mayBeNoNumber(each)))
    return undefined;
  return inOrder(operation.operands, writer).reduce((before, next) =>
    lua.createCallExpression(lua.createIdentifier(picked), [before, next]),
  );
}

/** `list[#list + 1] = entry`: working out the entry may change which list that is, and its length. */
export function appended(operation: Operation, writer: Writer): lua.Statement {
  const [list, entry] = operation.operands as [Expression, Expression];
  const isChanged = writer.facts.isChangedBy(list, [entry]) || needsStatements(entry);
  const of =
    isChanged && !isUnchanging(list, writer) ? writer.kept(writer.value(list)) : steadyValue(list, writer);
  const made = writer.value(entry);
  const isLonger = writer.facts.isChangedBy({ ...operation, operator: "list-length", operands: [list] }, [
    entry,
  ]);
  const stored = isLonger ? writer.kept(made)() : made;
  const end = binary(
    lua.createUnaryExpression(of(), SyntaxKind.LengthOperator),
    number(1),
    SyntaxKind.AdditionOperator,
  );
  return lua.createAssignmentStatement(index(of(), end), stored);
}

function same(operation: Operation, writer: Writer, isTested: boolean): lua.Expression {
  const { operator, operands } = operation;
  const [left, right] = operands as [Expression, Expression];
  const searched = search(operator, left, right, writer);
  if (searched !== undefined) return lua.isBinaryExpression(searched) ? searched : thereOrNot(searched);
  const bit = testedBit(operation, writer);
  if (bit !== undefined) return bit;
  const isSame = operator === "equal";
  if (right.kind === "truth" && isTruth(left) && right.value === isSame) return writer.value(left);
  if (right.kind === "truth" && isTruth(left)) return not(writer.value(left));
  // Two words of Lua in place of a comparison, a jump and two constants.
  if (!isTested && right.kind === "nothing" && isNeverFalse(left.type)) {
    const absent = lua.createUnaryExpression(writer.value(left), SyntaxKind.NotOperator);
    return isSame ? absent : lua.createUnaryExpression(absent, SyntaxKind.NotOperator);
  }
  const [first, second] = inOrder(compared(left, right), writer, "local") as [lua.Expression, lua.Expression];
  return binary(first, second, isSame ? SyntaxKind.EqualityOperator : SyntaxKind.InequalityOperator);
}

/** Whether a place was found, as true or false. */
function thereOrNot(searched: lua.Expression): lua.Expression {
  if (lua.isUnaryExpression(searched)) return searched;
  return binary(searched, lua.createNilLiteral(), SyntaxKind.InequalityOperator);
}

/** May it be the -0 that Lua 5.1 writes as such? Nothing else makes one: so 0 added to it is enough. */
function mayLoseSign({ operator, operands }: Operation): boolean {
  const [left, right] = operands as [Expression, Expression];
  if (operator !== "multiply" && operator !== "divide") return false;
  return !isAboveZero(right) && (operator === "divide" || !isAboveZero(left));
}

function isWhole(expression: Expression): boolean {
  return expression.kind !== "number" || Number.isInteger(expression.value);
}

function isAboveZero(expression: Expression): boolean {
  return expression.kind === "number" && expression.value > 0;
}

/** As it is written, or where a constant is declared: `Math.max(1, x)`. */
function isNeverZero(expression: Expression, writer: Writer): boolean {
  if (expression.kind === "number") return expression.value !== 0;
  if (expression.kind === "operation")
    return expression.operator === "most" && expression.operands.some(isAboveZero);
  const value = expression.kind === "variable" ? writer.facts.valueOf(expression.variable) : undefined;
  return value !== undefined && value.kind !== "variable" && isNeverZero(value, writer);
}

/**
 * `x >> 8` as an argument of `string.char`, which takes a float as well on 5.3: no function is called for it.
 */
function highByte(expression: Expression, writer: Writer): lua.Expression | undefined {
  if (expression.kind !== "operation" || expression.operator !== "shift-right") return undefined;
  const [of, by] = expression.operands as [Expression, Expression];
  if (of.kind !== "variable" || by.kind !== "number") return undefined;
  const size = 2 ** by.value;
  const low = binary(writer.name(of.variable), number(size), SyntaxKind.ModuloOperator);
  const high = binary(writer.name(of.variable), low, SyntaxKind.SubtractionOperator);
  return binary(high, number(size), SyntaxKind.DivisionOperator);
}
