// Facts about variables that several passes ask for.
import ts from "typescript";
import type { Meaning, Names } from "../names.ts";

/** The meaning of a declaration written `const name = ...`, or `undefined` for every other form. */
export function unchangingConst(declaration: ts.VariableDeclaration, names: Names): Meaning | undefined {
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  if (!isConst || !ts.isIdentifier(declaration.name)) return undefined;
  return names.of(declaration.name);
}

/** Is a value stored through this identifier or field (`x = 1`, `x += 1`, `x++`)? */
export function isAssigned(target: ts.Node): boolean {
  const { parent } = target;
  if (ts.isBinaryExpression(parent) && parent.left === target) {
    const kind = parent.operatorToken.kind;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  if (!ts.isPrefixUnaryExpression(parent) && !ts.isPostfixUnaryExpression(parent)) return false;
  return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
}
