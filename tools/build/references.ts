// Who is meant by a name: walks the identifiers of a tree and tells the symbol behind each.
import ts from "typescript";

/**
 * How a symbol is meant: its value, only its type, or as the name of a field in `{ name }`,
 * where the same word is also the name of the property.
 */
export type Use = "value" | "type" | "shorthand";

interface Reference {
  identifier: ts.Identifier;
  symbol: ts.Symbol;
  use: Use;
}

/** Those of a whole file: who weighs features links the same modules again for each of them. */
const ofFiles = new WeakMap<ts.SourceFile, { checker: ts.TypeChecker; references: readonly Reference[] }>();

/** Calls `visit` for each identifier under `root` that stands for a variable, a function or a type. */
export function eachReference(
  root: ts.Node,
  checker: ts.TypeChecker,
  visit: (identifier: ts.Identifier, symbol: ts.Symbol, use: Use) => void,
): void {
  const references = ts.isSourceFile(root) ? referencesOf(root, checker) : referencesUnder(root, checker);
  for (const { identifier, symbol, use } of references) visit(identifier, symbol, use);
}

function referencesOf(file: ts.SourceFile, checker: ts.TypeChecker): readonly Reference[] {
  const known = ofFiles.get(file);
  if (known?.checker === checker) return known.references;
  const references = referencesUnder(file, checker);
  ofFiles.set(file, { checker, references });
  return references;
}

function referencesUnder(root: ts.Node, checker: ts.TypeChecker): Reference[] {
  const found: Reference[] = [];
  const walk = (node: ts.Node): void => {
    if (!ts.isIdentifier(node)) {
      ts.forEachChild(node, walk);
      return;
    }
    if (isPropertyName(node)) return;
    if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node) {
      const value = checker.getShorthandAssignmentValueSymbol(node.parent);
      if (value !== undefined)
        found.push({ identifier: node, symbol: withoutAlias(value, checker), use: "shorthand" });
      return;
    }
    const symbol = checker.getSymbolAtLocation(node);
    if (symbol === undefined) return;
    found.push({
      identifier: node,
      symbol: withoutAlias(symbol, checker),
      use: isTypeUse(node) ? "type" : "value",
    });
  };
  walk(root);
  return found;
}

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

/** Is it declared, and nothing more? */
export function isAmbient(declaration: ts.Node): boolean {
  return ts.findAncestor(declaration, hasDeclare) !== undefined;
}

function hasDeclare(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return modifiers.some((one) => one.kind === ts.SyntaxKind.DeclareKeyword);
}
