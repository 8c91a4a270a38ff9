// Expressions whose value does not depend on when they are worked out, and those that only read.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Meaning } from "../names.ts";
import { isAssigned } from "./bindings.ts";

/** Tells whether a variable keeps the value that it began with. */
export type IsSteady = (identifier: ts.Identifier) => boolean;

/** Finds every variable that is assigned somewhere in the program. */
export function steadyVariables({ names }: LinkedProgram): IsSteady {
  const assigned = new Set<Meaning>();
  for (const { identifier, meaning } of names.references) if (isAssigned(identifier)) assigned.add(meaning);
  return (identifier) => {
    const meaning = names.of(identifier);
    // A declaration without value gets it later, wherever it is assigned.
    return meaning?.valueDeclaration !== undefined && !assigned.has(meaning);
  };
}

/** Made of literals and steady variables: it is the same now and later. */
export function isStable(node: ts.Expression, isSteady: IsSteady): boolean {
  if (ts.isIdentifier(node)) return isSteady(node) || node.text === "undefined";
  return isReadOnly(node, (inner) => isStable(inner, isSteady) && !ts.isPropertyAccessExpression(inner));
}

/** Reads variables and fields and calculates; calls and changes nothing. */
export function readsOnly(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isPropertyAccessExpression(node)) return readsOnly(node.expression);
  if (ts.isElementAccessExpression(node))
    return readsOnly(node.expression) && readsOnly(node.argumentExpression);
  return isReadOnly(node, readsOnly);
}

function isReadOnly(node: ts.Expression, inner: (node: ts.Expression) => boolean): boolean {
  if (ts.isNumericLiteral(node) || ts.isStringLiteralLike(node)) return true;
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return inner(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return !isStep(node.operator) && inner(node.operand);
  if (ts.isConditionalExpression(node)) return [node.condition, node.whenTrue, node.whenFalse].every(inner);
  if (!ts.isBinaryExpression(node)) return false;
  const kind = node.operatorToken.kind;
  const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  return !assigns && inner(node.left) && inner(node.right);
}

function isStep(operator: ts.PrefixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}
