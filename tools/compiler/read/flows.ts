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
  }
}

function tellResult(node: ts.SignatureDeclaration, checker: ts.TypeChecker, book: FieldBook): void {
  if (!ts.isArrowFunction(node) || ts.isBlock(node.body)) return;
  const signature = checker.getSignatureFromDeclaration(node);
  if (signature !== undefined) book.flow(checker.getTypeAtLocation(node.body), signature.getReturnType());
}
