// Fields and keys that are called as what each record has of JavaScript's `Object.prototype`, and of none in
// Lua.
import ts from "typescript";
import * as say from "./diagnostics.ts";
import type { Surroundings } from "./rules.ts";

/** What each record has of JavaScript's `Object.prototype`. */
const OWN_NAMES = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * As a field, or as a key where that is written. What numbers and texts have of such a name is the library's.
 */
export function ownNameRule(node: ts.Node, { checker }: Surroundings): string | undefined {
  const name = writtenName(node);
  if (ts.isPropertyAccessExpression(node)) {
    const { flags } = checker.getTypeAtLocation(node.expression);
    if ((flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.StringLike)) !== 0) return undefined;
  }
  return name !== undefined && OWN_NAMES.has(name) ? say.ownName(name) : undefined;
}

function writtenName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) || ts.isShorthandPropertyAssignment(node)) return node.name.text;
  if (ts.isElementAccessExpression(node))
    return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
  if (!ts.isPropertyAssignment(node) || ts.isComputedPropertyName(node.name)) return undefined;
  return node.name.text;
}
