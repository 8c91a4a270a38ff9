// An expression of the source as one of the IR. What TypeScript wraps round a value (casts, parentheses, `!`)
// is gone.
import ts from "typescript";
import type { Expression, FieldValue, Operator } from "../ir/program.ts";
import { NOTHING, TEXT, type Type } from "../ir/types.ts";
import { bytesOfLiteral, utf8Bytes } from "../source/bytes.ts";
import { readEntry, readField } from "./accesses.ts";
import { bitOperation, complement } from "./bits.ts";
import { readCall } from "./calls.ts";
import { inDigits, operation, sum, text } from "./made.ts";
import type { Scope } from "./scope.ts";
import { isNever } from "./ts-types.ts";
import { isReference } from "./voided.ts";

const { SyntaxKind } = ts;

const BINARY = new Map<ts.SyntaxKind, Operator>([
  [SyntaxKind.MinusToken, "subtract"],
  [SyntaxKind.AsteriskToken, "multiply"],
  [SyntaxKind.SlashToken, "divide"],
  [SyntaxKind.PercentToken, "remainder"],
  [SyntaxKind.LessThanToken, "less"],
  [SyntaxKind.LessThanEqualsToken, "less-or-equal"],
  [SyntaxKind.GreaterThanToken, "greater"],
  [SyntaxKind.GreaterThanEqualsToken, "greater-or-equal"],
  [SyntaxKind.EqualsEqualsEqualsToken, "equal"],
  [SyntaxKind.ExclamationEqualsEqualsToken, "not-equal"],
]);

export function readExpression(node: ts.Expression, scope: Scope): Expression {
  const at = { type: scope.possibleType(node), place: scope.place(node) };
  if (ts.isNumericLiteral(node)) return { ...at, kind: "number", value: Number(node.text) };
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return textOf(node, at);
  if (node.kind === SyntaxKind.TrueKeyword) return { ...at, kind: "truth", value: true };
  if (node.kind === SyntaxKind.FalseKeyword) return { ...at, kind: "truth", value: false };
  if (isReference(node)) scope.require(node, scope.holes.ofRead(node));
  if (ts.isIdentifier(node)) return readName(node, scope);
  if (node.kind === SyntaxKind.ThisKeyword) return { ...at, kind: "variable", variable: scope.self(node) };
  if (isWrapped(node)) return readWrapped(node, scope);
  if (ts.isPropertyAccessExpression(node)) return readField(node, scope);
  if (ts.isElementAccessExpression(node)) return readEntry(node, scope);
  if (ts.isCallExpression(node)) return readCall(node, scope);
  if (ts.isNewExpression(node)) return readNew(node, scope);
  if (node.kind === SyntaxKind.NullKeyword) return { ...at, type: NOTHING, kind: "nothing" };
  if (ts.isBinaryExpression(node)) return readBinary(node, scope);
  if (ts.isPrefixUnaryExpression(node)) return readPrefix(node, scope);
  if (ts.isConditionalExpression(node))
    return {
      ...at,
      kind: "choose",
      condition: readExpression(node.condition, scope),
      whenTrue: readExpression(node.whenTrue, scope),
      whenFalse: readExpression(node.whenFalse, scope),
    };
  if (ts.isTemplateExpression(node)) return readTemplate(node, scope);
  if (ts.isArrayLiteralExpression(node)) {
    for (const element of node.elements) scope.require(element, scope.holes.ofValue(element));
    return { ...at, kind: "list", items: node.elements.map((element) => readExpression(element, scope)) };
  }
  if (ts.isObjectLiteralExpression(node)) return readRecord(node, scope);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return { ...at, kind: "closure", function: scope.closure(node) };
  throw scope.refused(node, `this is not in the device language: ${node.getText()}`);
}

function readNew(node: ts.NewExpression, scope: Scope): Expression {
  return {
    type: scope.possibleType(node),
    place: scope.place(node),
    kind: "new",
    of: readExpression(node.expression, scope),
    arguments: (node.arguments ?? []).map((argument) => readExpression(argument, scope)),
  };
}

type Wrapped = ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression;

function isWrapped(node: ts.Expression): node is Wrapped {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

/** A cast says what a value is that TypeScript takes for one that is never there. */
function readWrapped(node: Wrapped, scope: Scope): Expression {
  const read = readExpression(node.expression, scope);
  const isCast = ts.isAsExpression(node) && isNever(scope.checker.getTypeAtLocation(node.expression));
  return isCast ? { ...read, type: scope.possibleType(node) } : read;
}

interface At {
  type: Type;
  place: Expression["place"];
}

/** Text becomes the bytes of its UTF-8. */
function textOf(node: ts.StringLiteralLike, { place }: At): Expression {
  return text(bytesOf(node.getText(), node.text), place);
}

function bytesOf(source: string, value: string): string {
  return bytesOfLiteral(source) === source ? value : utf8Bytes(value);
}

function readName(node: ts.Identifier, scope: Scope): Expression {
  const at = { type: scope.wantedType(node), place: scope.place(node) };
  const named = scope.named(node);
  switch (named.kind) {
    case "variable":
      return { ...at, kind: "variable", variable: named.variable };
    case "function":
      return { ...at, kind: "function", function: named.function.id };
    case "foreign":
      return { ...at, kind: "foreign", name: named.name };
    case "nothing":
      return { ...at, type: NOTHING, kind: "nothing" };
  }
}

function readBinary(node: ts.BinaryExpression, scope: Scope): Expression {
  const at = { type: scope.possibleType(node), place: scope.place(node) };
  const kindTest = readKindOf(node, scope);
  if (kindTest !== undefined) return kindTest;
  const [left, right] = [readExpression(node.left, scope), readExpression(node.right, scope)];
  switch (node.operatorToken.kind) {
    case SyntaxKind.PlusToken:
      return sum(left, right, at.type);
    case SyntaxKind.AmpersandAmpersandToken:
      return { ...at, kind: "and", left, right };
    case SyntaxKind.BarBarToken:
      return { ...at, kind: "or", left, right };
    case SyntaxKind.QuestionQuestionToken:
      return { ...at, kind: "or-else", left, right };
    default:
      return (
        bitOperation(node, left, right, scope) ??
        operation(binaryOperator(node, scope), at.type, [left, right])
      );
  }
}

const KINDS: Readonly<Record<string, Type["kind"]>> = {
  string: "text",
  number: "number",
  boolean: "truth",
  function: "function",
  undefined: "nothing",
  object: "record",
};

/** `typeof x === "string"`. */
function readKindOf(node: ts.BinaryExpression, scope: Scope): Expression | undefined {
  const { left, right } = node;
  if (!ts.isTypeOfExpression(left) || !ts.isStringLiteral(right)) return undefined;
  const what = KINDS[right.text];
  if (what === undefined) throw scope.refused(right, `${right.text} is no kind of value`);
  const is: Expression = {
    kind: "is",
    of: readExpression(left.expression, scope),
    what,
    type: scope.typeOf(node),
    place: scope.place(node),
  };
  return node.operatorToken.kind === SyntaxKind.EqualsEqualsEqualsToken
    ? is
    : operation("not", is.type, [is]);
}

function binaryOperator(node: ts.BinaryExpression, scope: Scope): Operator {
  const operator = BINARY.get(node.operatorToken.kind);
  if (operator !== undefined) return operator;
  throw scope.refused(node, `the operator ${node.operatorToken.getText()} is not in the device language`);
}

function readPrefix(node: ts.PrefixUnaryExpression, scope: Scope): Expression {
  const of = readExpression(node.operand, scope);
  const type = scope.typeOf(node);
  if (node.operator === SyntaxKind.ExclamationToken) return operation("not", type, [of]);
  if (node.operator === SyntaxKind.TildeToken) return complement(of);
  if (node.operator === SyntaxKind.MinusToken)
    return of.kind === "number" ? { ...of, value: -of.value } : operation("negate", type, [of]);
  throw scope.refused(node, `the operator in ${node.getText()} is not in the device language`);
}

function readTemplate(node: ts.TemplateExpression, scope: Scope): Expression {
  const place = scope.place(node);
  let joined: Expression = text(bytesOf(node.head.getText(), node.head.text), place);
  for (const span of node.templateSpans) {
    joined = operation("join", TEXT, [joined, inDigits(readExpression(span.expression, scope))]);
    const { literal } = span;
    if (literal.text !== "")
      joined = operation("join", TEXT, [joined, text(bytesOf(literal.getText(), literal.text), place)]);
  }
  return joined;
}

function readRecord(node: ts.ObjectLiteralExpression, scope: Scope): Expression {
  const place = scope.place(node);
  const wanted = scope.checker.getContextualType(node);
  const type = scope.typeOf(node);
  const table = wanted === undefined ? undefined : scope.types.read(scope.checker.getNonNullableType(wanted));
  const pairs = node.properties.map((property): [ts.PropertyName, Expression] => {
    if (ts.isPropertyAssignment(property))
      return [property.name, readExpression(property.initializer, scope)];
    if (ts.isShorthandPropertyAssignment(property)) return [property.name, readName(property.name, scope)];
    throw scope.refused(property, `this is not in the device language: ${property.getText()}`);
  });
  if (table?.kind === "table")
    return {
      kind: "table",
      type: table,
      place,
      values: pairs.map(([name, value]) => ({ key: utf8Bytes(keyOf(name)), value })),
    };
  if (type.kind !== "record") throw scope.refused(node, "nobody knows what kind of record this is");
  const values: FieldValue[] = pairs.map(([name, value]) => {
    const property = scope.checker.getTypeAtLocation(node).getProperty(keyOf(name));
    if (property === undefined) throw scope.refused(name, `${name.getText()} is no field`);
    return { field: scope.book.fieldOf(property), value };
  });
  return { kind: "record", type, place, record: type.record, values };
}

function keyOf(name: ts.PropertyName): string {
  return ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : name.getText();
}
