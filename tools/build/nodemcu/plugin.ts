// What TypeScriptToLua is taught: the operations of the device language as single operations of Lua.
//
// Each form is right on Lua 5.1 with doubles and on 5.3 with 32-bit integers and single floats, and needs no library.
import ts from "typescript";
import * as lua from "typescript-to-lua";
import { withoutCasts } from "../without-casts.ts";
import { choiceOfEntry } from "./choices.ts";

/** Whole division, exact on every Lua: a function that the image defines once (see prelude.ts). */
export const QUOTIENT = "____quotient";

type Context = lua.TransformationContext;

export const devicePlugin: lua.Plugin = {
  visitors: {
    [ts.SyntaxKind.CallExpression]: (node, context) =>
      libraryCall(node, context) ?? context.superTransformExpression(node),
    [ts.SyntaxKind.BinaryExpression]: (node, context) =>
      joined(node, context) ??
      search(node, context) ??
      bitOperation(node, context) ??
      context.superTransformExpression(node),
    [ts.SyntaxKind.TemplateExpression]: (node, context) => concat(templateParts(node), node, context),
    [ts.SyntaxKind.ConditionalExpression]: (node, context) =>
      choiceOfEntry(node, context) ?? context.superTransformExpression(node),
  },
};

function libraryCall(node: ts.CallExpression, context: Context): lua.Expression | undefined {
  if (!ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: receiver, name } = node.expression;
  const [first, second] = node.arguments;
  // What stands in front of a `?.` was made up, and has no text of its own.
  const owner = ts.isIdentifier(receiver) ? receiver.text : "";
  if (owner === "Math" && name.text === "floor" && first !== undefined)
    return floorOfDivision(first, node, context);
  if (owner === "String" && name.text === "fromCharCode")
    return call(
      "string",
      "char",
      node.arguments.map((one) => highByte(one, context) ?? context.transformExpression(one)),
      node,
    );
  if (!isText(receiver, context) || first === undefined) return undefined;
  const text = context.transformExpression(receiver);
  const from = plusOne(context.transformExpression(first));
  if (name.text === "charCodeAt")
    return call("string", "byte", isNumber(from, 1) ? [text] : [text, from], node);
  if (name.text === "substring") {
    const end = second === undefined ? [] : [context.transformExpression(second)];
    return call("string", "sub", [text, from, ...end], node);
  }
  return name.text === "indexOf" ? indexOf(text, node, context) : undefined;
}

/** `x >> 8` as an argument of `string.char`, which takes a float as well on 5.3: no function is called for it. */
function highByte(node: ts.Expression, context: Context): lua.Expression | undefined {
  const shift = withoutCasts(node);
  if (!ts.isBinaryExpression(shift) || !ts.isIdentifier(shift.left)) return undefined;
  const right = withoutCasts(shift.right);
  const isShift = shift.operatorToken.kind === ts.SyntaxKind.GreaterThanGreaterThanToken;
  if (!isShift || !ts.isNumericLiteral(right)) return undefined;
  const value = () => context.transformExpression(shift.left);
  const size = () => lua.createNumericLiteral(2 ** Number(right.text));
  const low = lua.createBinaryExpression(value(), size(), lua.SyntaxKind.ModuloOperator);
  const high = lua.createBinaryExpression(value(), low, lua.SyntaxKind.SubtractionOperator);
  return lua.createBinaryExpression(
    lua.createParenthesizedExpression(high),
    size(),
    lua.SyntaxKind.DivisionOperator,
    node,
  );
}

function findCall(text: lua.Expression, node: ts.CallExpression, context: Context): lua.Expression {
  const [wanted, from] = node.arguments.map((one) => context.transformExpression(one));
  const start = from === undefined ? lua.createNumericLiteral(1) : plusOne(from);
  return call(
    "string",
    "find",
    [text, wanted as lua.Expression, start, lua.createBooleanLiteral(true)],
    node,
  );
}

/** `s.indexOf(t) >= 0` and `s.indexOf(t) < 0`: whether it is found, and no place. */
function search(node: ts.BinaryExpression, context: Context): lua.Expression | undefined {
  const { left, operatorToken, right } = node;
  const isFound = operatorToken.kind === ts.SyntaxKind.GreaterThanEqualsToken;
  if ((!isFound && operatorToken.kind !== ts.SyntaxKind.LessThanToken) || right.getText() !== "0")
    return undefined;
  if (!ts.isCallExpression(left) || !ts.isPropertyAccessExpression(left.expression)) return undefined;
  const { expression: receiver, name } = left.expression;
  if (name.text !== "indexOf" || !isText(receiver, context)) return undefined;
  const found = findCall(context.transformExpression(receiver), left, context);
  const operator = isFound ? lua.SyntaxKind.InequalityOperator : lua.SyntaxKind.EqualityOperator;
  return lua.createBinaryExpression(found, lua.createNilLiteral(), operator, node);
}

/** `s.indexOf(t)`; found nowhere is -1. */
function indexOf(text: lua.Expression, node: ts.CallExpression, context: Context): lua.Expression {
  const found = findCall(text, node, context);
  const orNone = lua.createBinaryExpression(found, lua.createNumericLiteral(0), lua.SyntaxKind.OrOperator);
  return lua.createBinaryExpression(
    orNone,
    lua.createNumericLiteral(1),
    lua.SyntaxKind.SubtractionOperator,
    node,
  );
}

function floorOfDivision(
  argument: ts.Expression,
  node: ts.Node,
  context: Context,
): lua.Expression | undefined {
  const division = withoutCasts(argument);
  if (!ts.isBinaryExpression(division) || division.operatorToken.kind !== ts.SyntaxKind.SlashToken)
    return undefined;
  return quotient(
    context.transformExpression(division.left),
    context.transformExpression(division.right),
    node,
  );
}

function quotient(dividend: lua.Expression, divisor: lua.Expression, node: ts.Node): lua.Expression {
  return lua.createCallExpression(lua.createIdentifier(QUOTIENT), [dividend, divisor], node);
}

/** `a >> 8` and `a & 255`, of numbers not below zero and constants; `a ^ b` by the module that every NodeMCU has. */
function bitOperation(node: ts.BinaryExpression, context: Context): lua.Expression | undefined {
  const kind = node.operatorToken.kind;
  if (kind === ts.SyntaxKind.CaretToken) {
    const operands = [node.left, node.right].map((one) => context.transformExpression(one));
    return call("bit", "bxor", operands, node);
  }
  const isShift = kind === ts.SyntaxKind.GreaterThanGreaterThanToken;
  if (!isShift && kind !== ts.SyntaxKind.AmpersandToken) return undefined;
  const right = withoutCasts(node.right);
  if (!ts.isNumericLiteral(right)) return undefined;
  const left = context.transformExpression(node.left);
  const constant = Number(right.text);
  if (isShift) return quotient(left, lua.createNumericLiteral(2 ** constant), node);
  const size = lua.createNumericLiteral(constant + 1);
  return lua.createBinaryExpression(left, size, lua.SyntaxKind.ModuloOperator, node);
}

/** `a + b` of which one is text: all parts of a sum become one concatenation. */
function joined(node: ts.BinaryExpression, context: Context): lua.Expression | undefined {
  if (node.operatorToken.kind !== ts.SyntaxKind.PlusToken || !isText(node, context)) return undefined;
  return concat(sumParts(node, context), node, context);
}

function sumParts(node: ts.Expression, context: Context): ts.Expression[] {
  const inner = withoutCasts(node);
  const isSum = ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.PlusToken;
  if (isSum && isText(inner, context))
    return [...sumParts(inner.left, context), ...sumParts(inner.right, context)];
  return [node];
}

function templateParts(node: ts.TemplateExpression): ts.Expression[] {
  const text = (literal: ts.TemplateLiteralToken): ts.Expression[] =>
    literal.text === "" ? [] : [literal as unknown as ts.Expression];
  const head = text(node.head);
  const rest = node.templateSpans.flatMap((span) => [span.expression, ...text(span.literal)]);
  return head.length > 0 ? [...head, ...rest] : rest;
}

/** One CONCAT of all parts. Lua writes whole numbers by itself, as JavaScript does. */
function concat(parts: readonly ts.Expression[], node: ts.Expression, context: Context): lua.Expression {
  const values = parts.map((part) =>
    ts.isTemplateLiteralToken(part as ts.Node)
      ? lua.createStringLiteral((part as unknown as ts.TemplateLiteralToken).text)
      : context.transformExpression(part),
  );
  const merged = mergeLiterals(values);
  const last = merged.pop() ?? lua.createStringLiteral("");
  // A number alone would stay a number: "" makes a text of it.
  if (merged.length === 0 && !lua.isStringLiteral(last) && !isTextPart(parts, context))
    merged.push(lua.createStringLiteral(""));
  return merged.reduceRight(
    (right, left) => lua.createBinaryExpression(left, right, lua.SyntaxKind.ConcatOperator, node),
    last,
  );
}

function isTextPart(parts: readonly ts.Expression[], context: Context): boolean {
  const [only] = parts.filter((part) => !ts.isStringLiteral(part) || part.text !== "");
  return only !== undefined && isText(only, context);
}

function mergeLiterals(values: readonly lua.Expression[]): lua.Expression[] {
  const merged: lua.Expression[] = [];
  for (const value of values) {
    const before = merged.at(-1);
    if (lua.isStringLiteral(value) && value.value === "") continue;
    if (before !== undefined && lua.isStringLiteral(before) && lua.isStringLiteral(value)) {
      merged[merged.length - 1] = lua.createStringLiteral(before.value + value.value);
    } else merged.push(value);
  }
  return merged;
}

/** `expression + 1`, worked out where that is possible. */
export function plusOne(expression: lua.Expression): lua.Expression {
  if (lua.isNumericLiteral(expression)) return lua.createNumericLiteral(expression.value + 1);
  if (lua.isBinaryExpression(expression) && lua.isNumericLiteral(expression.right)) {
    const { operator, left, right } = expression;
    const isSum = operator === lua.SyntaxKind.AdditionOperator;
    if (isSum || operator === lua.SyntaxKind.SubtractionOperator)
      return offset(left, (isSum ? right.value : -right.value) + 1);
  }
  return offset(expression, 1);
}

function offset(expression: lua.Expression, amount: number): lua.Expression {
  if (amount === 0) return expression;
  const operator = amount > 0 ? lua.SyntaxKind.AdditionOperator : lua.SyntaxKind.SubtractionOperator;
  return lua.createBinaryExpression(expression, lua.createNumericLiteral(Math.abs(amount)), operator);
}

function call(library: string, name: string, values: lua.Expression[], node: ts.Node): lua.Expression {
  const member = lua.createTableIndexExpression(lua.createIdentifier(library), lua.createStringLiteral(name));
  return lua.createCallExpression(member, values, node);
}

function isNumber(expression: lua.Expression, value: number): boolean {
  return lua.isNumericLiteral(expression) && expression.value === value;
}

function isText(node: ts.Expression, context: Context): boolean {
  const type = context.checker.getTypeAtLocation(node);
  const every = type.isUnion() ? type.types : [type];
  return every.length > 0 && every.every((one) => (one.flags & ts.TypeFlags.StringLike) !== 0);
}
