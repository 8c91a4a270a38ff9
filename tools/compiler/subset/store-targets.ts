// Places that a value may be stored in: a variable, a field or an entry by its name. The passes of
// the build look for that form.
import ts from "typescript";
import { refused } from "./diagnostics.ts";
import type { Rule } from "./rules.ts";

const { SyntaxKind } = ts;

export const targetRules: readonly Rule[] = [loopRule, targetRule];

function loopRule(node: ts.Node): string | undefined {
  if (!ts.isForOfStatement(node) || ts.isVariableDeclarationList(node.initializer)) return undefined;
  return refused.loopTarget;
}

function targetRule(node: ts.Node): string | undefined {
  const target = targetOf(node);
  if (target === undefined) return undefined;
  if (ts.isObjectLiteralExpression(target) || ts.isArrayLiteralExpression(target))
    return refused.patternTarget;
  const isBare =
    ts.isIdentifier(target) || ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
  return isBare ? undefined : refused.wrappedTarget;
}

function targetOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const isStep = node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken;
    return isStep ? node.operand : undefined;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  const assigns = kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;
  return assigns ? node.left : undefined;
}
