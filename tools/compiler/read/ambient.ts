// What the firmware has: it is there by a declaration alone.
import ts from "typescript";

export function isAmbient(declaration: ts.Node): boolean {
  if (declaration.getSourceFile().isDeclarationFile) return true;
  return ts.findAncestor(declaration, isDeclared) !== undefined;
}

function isDeclared(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;
}
