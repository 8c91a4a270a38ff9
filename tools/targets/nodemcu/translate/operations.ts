// Each operator as one operation of Lua, right on Lua 5.1 with doubles and on 5.3 with 32-bit integers and
// single floats.

import type { Expression, Operator } from "../../../compiler/ir/program.ts";
import * as lua from "../lua/lua-ast.ts";
import { binary, index, libraryCall, not, number } from "../lua/lua-nodes.ts";
import { arithmetic, floored, leastOrMost } from "./arithmetic.ts";
import { luaBitOperation } from "./bits.ts";
import { needsStatements } from "./choices.ts";
import { equality, ordered } from "./comparisons.ts";
import { inOrder, isUnchanging, steadyValue } from "./in-order.ts";
import { joined } from "./joined.ts";
import { indexOf } from "./search.ts";
import { byteAt, part, withZeros } from "./texts.ts";
import type { Writer } from "./writer.ts";

const { SyntaxKind } = lua;

export type Operation = Extract<Expression, { kind: "operation" }>;

/** `isTested`: it stands at the left of an `and` or `or`, which look at it only. */
type Way = (operation: Operation, writer: Writer, isTested: boolean) => lua.Expression;

const WAYS: { readonly [operator in Operator]?: Way } = {
  add: arithmetic,
  subtract: arithmetic,
  multiply: arithmetic,
  divide: arithmetic,
  remainder: arithmetic,
  negate: ({ operands }, writer) =>
    binary(number(0), writer.value(operands[0] as Expression), SyntaxKind.SubtractionOperator),
  floor: ({ operands }, writer) => floored(operands[0] as Expression, writer),
  absolute: ({ operands }, writer) => libraryCall("math", "abs", inOrder(operands, writer)),
  least: leastOrMost,
  most: leastOrMost,
  less: ordered,
  "less-or-equal": ordered,
  greater: ordered,
  "greater-or-equal": ordered,
  equal: equality,
  "not-equal": equality,
  not: ({ operands }, writer) => not(writer.condition(operands[0] as Expression)),
  "shift-left": luaBitOperation,
  "shift-right": luaBitOperation,
  mask: luaBitOperation,
  "inclusive-or": luaBitOperation,
  "exclusive-or": luaBitOperation,
  "to-text": joined,
  join: joined,
  "text-length": length,
  "list-length": length,
  "byte-at": byteAt,
  substring: part,
  tail: part,
  "index-of": indexOf,
  "from-bytes": ({ operands }, writer) => ofBytes(operands, writer),
  append: (operation, writer) => {
    writer.add(appended(operation, writer));
    return lua.createNilLiteral();
  },
};

export function operation(expression: Operation, writer: Writer, isTested = false): lua.Expression {
  const { operator, place } = expression;
  const way = WAYS[operator];
  if (way === undefined) throw new Error(`Lua has no ${operator} (${place.file}:${place.line}).`);
  return way(expression, writer, isTested);
}

function length({ operands }: Operation, writer: Writer): lua.Expression {
  return lua.createUnaryExpression(writer.value(operands[0] as Expression), SyntaxKind.LengthOperator);
}

function ofBytes(operands: readonly Expression[], writer: Writer): lua.Expression {
  const values = inOrder(withZeros(operands, writer), writer);
  return libraryCall(
    "string",
    "char",
    values.map((value, at) => highByte(operands[at] as Expression, writer) ?? value),
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
