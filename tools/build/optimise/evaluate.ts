// What an expression is worth when it is made of constants alone.
import ts from "typescript";
import type { Constant } from "../link.ts";

/** The value of an identifier or a property, when it is known. */
export type Lookup = (node: ts.Identifier | ts.PropertyAccessExpression) => Constant | undefined;

const knowNothing: Lookup = () => undefined;

/** The value of an expression, or `undefined` when it is known only at run time. */
export function evaluate(node: ts.Expression, lookup: Lookup = knowNothing): Constant | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return evaluate(node.expression, lookup);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return lookup(node);
  if (ts.isPrefixUnaryExpression(node)) return unary(node.operator, evaluate(node.operand, lookup));
  if (ts.isConditionalExpression(node)) {
    const condition = evaluate(node.condition, lookup);
    return condition === undefined ? undefined : evaluate(condition ? node.whenTrue : node.whenFalse, lookup);
  }
  if (ts.isBinaryExpression(node))
    return (
      comparedWithNothing(node, lookup) ??
      binary(node.operatorToken.kind, evaluate(node.left, lookup), evaluate(node.right, lookup))
    );
  if (ts.isCallExpression(node)) return charactersOf(node, lookup) ?? wholeNumberOf(node, lookup);
  return undefined;
}

/** `undefined === 1` is false, whatever constant the other side is. */
function comparedWithNothing(node: ts.BinaryExpression, lookup: Lookup): boolean | undefined {
  const kind = node.operatorToken.kind;
  const wantsEqual = kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
  if (!wantsEqual && kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken) return undefined;
  if (!isNothing(node.left))
    return isNothing(node.right) ? isValue(node.left, lookup, wantsEqual) : undefined;
  return isNothing(node.right) ? wantsEqual : isValue(node.right, lookup, wantsEqual);
}

function isValue(node: ts.Expression, lookup: Lookup, wantsEqual: boolean): boolean | undefined {
  return evaluate(node, lookup) === undefined ? undefined : !wantsEqual;
}

/** Is it `undefined`, by its form? */
export function isNothing(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return isNothing(node.expression);
  return ts.isIdentifier(node) && node.text === "undefined";
}

function unary(operator: ts.PrefixUnaryOperator, value: Constant | undefined): Constant | undefined {
  if (operator === ts.SyntaxKind.MinusToken && typeof value === "number") return -value;
  if (operator === ts.SyntaxKind.ExclamationToken && typeof value === "boolean") return !value;
  return undefined;
}

function binary(
  kind: ts.SyntaxKind,
  left: Constant | undefined,
  right: Constant | undefined,
): Constant | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (kind === ts.SyntaxKind.EqualsEqualsEqualsToken) return left === right;
  if (kind === ts.SyntaxKind.ExclamationEqualsEqualsToken) return left !== right;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken && typeof left === "boolean") return left && right;
  if (kind === ts.SyntaxKind.BarBarToken && typeof left === "boolean") return left || right;
  if (kind === ts.SyntaxKind.PlusToken && (typeof left === "string" || typeof right === "string"))
    return isJoinable(left) && isJoinable(right) ? `${left}${right}` : undefined;
  if (typeof left === "number" && typeof right === "number") return arithmetic(kind, left, right);
  return undefined;
}

/** Is it a text, or a number that every engine writes alike? */
export function isJoinable(value: Constant | undefined): boolean {
  return typeof value === "string" || (typeof value === "number" && Number.isInteger(value));
}

function arithmetic(kind: ts.SyntaxKind, left: number, right: number): Constant | undefined {
  switch (kind) {
    case ts.SyntaxKind.PlusToken:
      return left + right;
    case ts.SyntaxKind.MinusToken:
      return left - right;
    case ts.SyntaxKind.AsteriskToken:
      return left * right;
    case ts.SyntaxKind.PercentToken:
      return left % right;
    case ts.SyntaxKind.GreaterThanGreaterThanToken:
      return left >> right;
    case ts.SyntaxKind.AmpersandToken:
      return left & right;
    case ts.SyntaxKind.LessThanToken:
      return left < right;
    case ts.SyntaxKind.LessThanEqualsToken:
      return left <= right;
    case ts.SyntaxKind.GreaterThanToken:
      return left > right;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return left >= right;
    default:
      return undefined;
  }
}

/** `String.fromCharCode` of constants: the text itself is shorter and costs nothing at run time. */
function charactersOf(node: ts.CallExpression, lookup: Lookup): string | undefined {
  if (node.expression.getText() !== "String.fromCharCode") return undefined;
  const codes = node.arguments.map((argument) => evaluate(argument, lookup));
  if (codes.length === 0 || !codes.every((code) => typeof code === "number" && code >= 0 && code <= 255))
    return undefined;
  return String.fromCharCode(...(codes as number[]));
}

/** `Math.floor(a / b)`, `Math.min` and `Math.max` of constants. */
function wholeNumberOf(node: ts.CallExpression, lookup: Lookup): number | undefined {
  const name = node.expression.getText();
  const [first] = node.arguments;
  if (name === "Math.floor" && first !== undefined && ts.isBinaryExpression(first)) {
    if (first.operatorToken.kind !== ts.SyntaxKind.SlashToken) return undefined;
    const [dividend, divisor] = [evaluate(first.left, lookup), evaluate(first.right, lookup)];
    const areNumbers = typeof dividend === "number" && typeof divisor === "number" && divisor !== 0;
    return areNumbers ? Math.floor(dividend / divisor) : undefined;
  }
  if (name !== "Math.min" && name !== "Math.max") return undefined;
  const values = node.arguments.map((argument) => evaluate(argument, lookup));
  if (values.length === 0 || !values.every((value) => typeof value === "number")) return undefined;
  return name === "Math.min" ? Math.min(...values) : Math.max(...values);
}

const BYTES_TO_ESCAPE = /[^\x20-\x7e]|["\\]/g;

/** A constant as source text. A negative number is put in parentheses, so that it fits behind any operator. */
export function literalText(value: Constant): string {
  if (typeof value === "number") return value < 0 ? `(${value})` : String(value);
  if (typeof value === "boolean") return String(value);
  const escaped = value.replace(BYTES_TO_ESCAPE, (character) =>
    character === '"' || character === "\\"
      ? `\\${character}`
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${escaped}"`;
}
