// Arguments that the library's calls may have: a quotient to round, a place to cut at, a list whose
// entries are equal as they are.
import ts from "typescript";
import { withoutBrand } from "./brand.ts";
import * as say from "./diagnostics.ts";
import { isList, isText, mayBeNothing } from "./library.ts";
import type { Rule, Surroundings } from "./rules.ts";

const PLAIN = ts.TypeFlags.NumberLike | ts.TypeFlags.StringLike | ts.TypeFlags.BooleanLike;

export const libraryCallRules: readonly Rule[] = [
  quotientRule,
  digitsRule,
  byteRule,
  placeRule,
  plainListRule,
];

/** Numbers are whole: only a quotient is to be made one. */
function quotientRule(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || !isRounding(node.expression)) return undefined;
  let [quotient] = node.arguments;
  while (quotient !== undefined && ts.isParenthesizedExpression(quotient)) quotient = quotient.expression;
  const isQuotient =
    quotient !== undefined &&
    ts.isBinaryExpression(quotient) &&
    quotient.operatorToken.kind === ts.SyntaxKind.SlashToken;
  return isQuotient ? undefined : say.refused.rounding;
}

/** `Math.round` or `Math.trunc`. */
export function isRounding(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && /^Math\.(round|trunc)$/.test(node.getText());
}

function digitsRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== "toString") return undefined;
  if ((checker.getTypeAtLocation(node.expression).flags & ts.TypeFlags.NumberLike) === 0) return undefined;
  const [radix, ...more] = ts.isCallExpression(node.parent) ? node.parent.arguments : [];
  const isSixteen = radix !== undefined && ts.isNumericLiteral(radix) && Number(radix.text) === 16;
  return isSixteen && more.length === 0 ? undefined : say.refused.digits;
}

/** Of numbers that are known. */
function byteRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  if (!ts.isCallExpression(node) || node.expression.getText() !== "String.fromCharCode") return undefined;
  for (const argument of node.arguments) {
    const type = checker.getTypeAtLocation(argument);
    if (type.isNumberLiteral() && !(type.value >= 0 && type.value <= 255)) return say.noByte(type.value);
  }
  return undefined;
}

/** A place in a text or a list may be left out, and is a number where it is not. */
function placeRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  const of = calledOn(node, ["slice"], checker);
  if (of === undefined) return undefined;
  const isGiven = of.call.arguments.length > 0 || !isText(of.type);
  const maybe = of.call.arguments.some((argument) => mayBeNothing(checker.getTypeAtLocation(argument)));
  return isGiven && !maybe ? undefined : say.refused.place;
}

function plainListRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  const of = calledOn(node, ["slice", "includes"], checker);
  if (of === undefined || !isList(of.type, checker)) return undefined;
  const entry = checker.getIndexTypeOfType(of.type, ts.IndexKind.Number);
  const members = entry === undefined ? [] : entry.isUnion() ? entry.types : [entry];
  const isPlain = members.every((member) => (withoutBrand(member).flags & PLAIN) !== 0);
  const isOne = of.name === "slice" || of.call.arguments.length === 1;
  return isPlain && isOne ? undefined : say.refused.plainList;
}

/** `x.slice(...)`, and what x is. */
function calledOn(node: ts.Node, names: readonly string[], checker: ts.TypeChecker) {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { name, expression } = node.expression;
  if (!names.includes(name.text)) return undefined;
  const type = checker.getTypeAtLocation(expression);
  return isText(type) || isList(type, checker) ? { call: node, name: name.text, type } : undefined;
}
