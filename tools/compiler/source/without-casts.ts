// Strips parentheses and casts from an expression.
import ts from "typescript";

/** The expression without parentheses, `as Type` and `!` around it. */
export function withoutCasts(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return withoutCasts(node.expression);
  return node;
}
