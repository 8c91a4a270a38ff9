// Reads of a record, a list, a table, a text, or of something of the firmware's:
// `record.field`, `list[0]`, `table[key]`.
import ts from "typescript";
import type { Expression } from "../ir/program.ts";
import { mayBe, membersOf, NOTHING, NUMBER, TEXT, TRUTH, type Type } from "../ir/types.ts";
import { refused } from "../subset/diagnostics.ts";
import { operation, text } from "./made.ts";
import type { Scope } from "./scope.ts";

export function readField(node: ts.PropertyAccessExpression, scope: Scope): Expression {
  const at = { type: scope.possibleType(node), place: scope.place(node) };
  const of = scope.expression(node.expression);
  const owned = scope.typeOf(node.expression);
  const name = node.name.text;
  const owner = scope.checker.getTypeAtLocation(node.expression);
  if (name === "length" && mayBe(owned, "text") && owned.kind !== "foreign")
    return operation("text-length", NUMBER, [of]);
  if (name === "length" && membersOf(owned).every(({ kind }) => kind === "list")) {
    scope.require(node, scope.holes.ofList(node.expression, refused.lengthWithHoles));
    return operation("list-length", NUMBER, [of]);
  }
  if (mayBeTable(owned)) return readLookup(node, of, text(name, at.place), scope);
  const property = scope.checker.getSymbolAtLocation(node.name);
  // A property that the engine gives a text or a list is no field of a record of the program.
  const isForeign = mayBe(of.type, "foreign") || mayBe(owned, "foreign");
  if (property === undefined || isForeign || owned.kind === "text" || owned.kind === "list") {
    if (property !== undefined) scope.book.fieldOf(property).isData = true;
    return { ...at, kind: "member", of, name };
  }
  const bare = scope.checker.getNonNullableType(owner).getProperty(name) ?? property;
  return {
    ...at,
    kind: "field",
    of,
    field: scope.book.fieldOf(bare),
    isOptional: node.questionDotToken !== undefined || ts.isOptionalChain(node),
  };
}

export function readEntry(node: ts.ElementAccessExpression, scope: Scope): Expression {
  const at = { type: scope.possibleType(node), place: scope.place(node) };
  const of = scope.expression(node.expression);
  const key = scope.expression(node.argumentExpression);
  const keyType = scope.typeOf(node.argumentExpression);
  const owned = scope.typeOf(node.expression);
  if (keyType.kind === "text") return readLookup(node, of, key, scope);
  // A number, or a text or a number: `table[code]`.
  if (mayBeTable(owned) && mayBe(keyType, "number"))
    return readLookup(node, of, operation("to-text", TEXT, [key]), scope);
  if (membersOf(owned).some(({ kind }) => kind === "record") && !hasNumbers(node.expression, scope))
    throw scope.refused(
      node,
      `fields of a record are read by their names; give what is read by numbers the type of a table, as in const words: Record<number, string> = { 1: "on" }`,
    );
  return whereThere(node, of, { ...at, kind: "entry", of, index: key }, scope);
}

/** A typed array has entries, but is no list of the program's. */
function hasNumbers(node: ts.Expression, { checker }: Scope): boolean {
  const owner = checker.getNonNullableType(checker.getTypeAtLocation(node));
  return checker.getIndexInfoOfType(owner, ts.IndexKind.Number) !== undefined;
}

function mayBeTable(type: Type): boolean {
  return membersOf(type).some(({ kind }) => kind === "table");
}

function readLookup(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  of: Expression,
  key: Expression,
  scope: Scope,
): Expression {
  const at = { type: scope.possibleType(node), place: scope.place(node) };
  return whereThere(node, of, { ...at, kind: "lookup", of, key }, scope);
}

/** `table?.[key]`: nothing of nothing. The table is named twice then, and so it is a plain name. */
function whereThere(node: ts.Node, of: Expression, value: Expression, scope: Scope): Expression {
  if (!ts.isOptionalChain(node)) return value;
  const { type, place } = value;
  if (!isName(of)) throw scope.refused(node, `give what stands in front of ?. in ${node.getText()} a name`);
  const nothing: Expression = { kind: "nothing", type: NOTHING, place };
  const condition = operation("equal", TRUTH, [of, nothing]);
  return { kind: "choose", condition, whenTrue: nothing, whenFalse: value, type, place };
}

function isName(expression: Expression): boolean {
  return expression.kind === "variable" || (expression.kind === "field" && isName(expression.of));
}
