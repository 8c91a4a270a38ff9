// References of an identifier: what it stands for, and where. A field, a type, or a
// name that is only declared.
import ts from "typescript";

/** The symbol that an import or a re-export stands for. */
export function withoutAlias(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Is the identifier the name of a field rather than of a variable? */
export function isPropertyName(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.name === node;
  if (ts.isMethodSignature(parent) || ts.isMethodDeclaration(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return ts.isNamedTupleMember(parent) && parent.name === node;
}

/** Does the identifier stand where only its type matters? What is there is gone in an image. */
export function isTypeUse(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined && !ts.isStatement(at); at = at.parent) {
    if (ts.isTypeNode(at) || ts.isTypeParameterDeclaration(at)) return true;
    if (ts.isExpression(at) && !ts.isIdentifier(at) && at.kind !== ts.SyntaxKind.ExpressionWithTypeArguments)
      return false;
  }
  return ts.isInterfaceDeclaration(node.parent) || ts.isTypeAliasDeclaration(node.parent);
}

/** Is it declared, and nothing more? What the firmware has is there by a declaration alone. */
export function isAmbient(declaration: ts.Node): boolean {
  return (
    declaration.getSourceFile().isDeclarationFile || ts.findAncestor(declaration, hasDeclare) !== undefined
  );
}

function hasDeclare(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword);
}
