// Every place of a program where a value goes from one type to another, told to the book of fields before any field is read.
import ts from "typescript";
import { withoutCasts } from "../../build/without-casts.ts";
import type { FieldBook } from "./fields.ts";

export function tellFlows(files: readonly ts.SourceFile[], checker: ts.TypeChecker, book: FieldBook): void {
  const visit = (node: ts.Node): void => {
    if (ts.isExpression(node)) tellExpression(node, checker, book);
    if (ts.isFunctionLike(node)) tellResult(node, checker, book);
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);
}

function tellExpression(node: ts.Expression, checker: ts.TypeChecker, book: FieldBook): void {
  const own = checker.getTypeAtLocation(node);
  const wanted = checker.getContextualType(node);
  if (wanted !== undefined) book.flow(own, wanted);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    book.flow(checker.getTypeAtLocation(withoutCasts(node.expression)), checker.getTypeAtLocation(node.type));
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    book.flow(checker.getTypeAtLocation(node.right), checker.getTypeAtLocation(node.left));
  if (ts.isPropertyAccessExpression(node)) {
    const property = checker.getSymbolAtLocation(node.name);
    if (property !== undefined && (property.flags & ts.SymbolFlags.Property) !== 0) book.isOne(property);
  }
  if (ts.isCallExpression(node)) tellArguments(node, checker, book);
}

/** What a generic function is given goes to what its type parameter is bound by, too. */
function tellArguments(node: ts.CallExpression, checker: ts.TypeChecker, book: FieldBook): void {
  const declaration = checker.getResolvedSignature(node)?.declaration;
  if (declaration === undefined || ts.isJSDocSignature(declaration)) return;
  for (const [index, argument] of node.arguments.entries()) {
    const parameter = declaration.parameters[index];
    if (parameter === undefined) continue;
    const wanted = checker.getTypeAtLocation(parameter);
    book.flow(checker.getTypeAtLocation(argument), checker.getBaseConstraintOfType(wanted) ?? wanted);
    if (isKeyOf(wanted)) tellKeys(argument, node.arguments, checker, book);
  }
}

/** `read<T>(record: T, key: keyof T)`: the text may name a field of whatever else is given. */
function tellKeys(
  argument: ts.Expression,
  given: readonly ts.Expression[],
  checker: ts.TypeChecker,
  book: FieldBook,
): void {
  const key = checker.getTypeAtLocation(argument);
  for (const other of given) {
    const properties = checker.getNonNullableType(checker.getTypeAtLocation(other)).getProperties();
    for (const one of properties) if (!isText(key) || isOneOf(one.name, key)) book.isData(one);
  }
}

function isText(key: ts.Type): boolean {
  return (key.isUnion() ? key.types : [key]).every((one) => one.isStringLiteral());
}

function isOneOf(name: string, key: ts.Type): boolean {
  return (key.isUnion() ? key.types : [key]).some((one) => one.isStringLiteral() && one.value === name);
}

function isKeyOf(type: ts.Type): boolean {
  const [declaration] = type.symbol?.declarations ?? [];
  const bounds =
    declaration !== undefined && ts.isTypeParameterDeclaration(declaration)
      ? declaration.constraint
      : undefined;
  const isBounded = bounds !== undefined && ts.isTypeOperatorNode(bounds);
  return isBounded || (type.flags & ts.TypeFlags.Index) !== 0;
}

function tellResult(node: ts.SignatureDeclaration, checker: ts.TypeChecker, book: FieldBook): void {
  if (!ts.isArrowFunction(node) || ts.isBlock(node.body)) return;
  const signature = checker.getSignatureFromDeclaration(node);
  if (signature !== undefined) book.flow(checker.getTypeAtLocation(node.body), signature.getReturnType());
}
