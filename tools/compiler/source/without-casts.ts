// What is asked for below parentheses and words to the type checker.
import ts from "typescript";

/** The expression without parentheses, `as Type` and `!` around it. */
export function withoutCasts(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return withoutCasts(node.expression);
  return node;
}
