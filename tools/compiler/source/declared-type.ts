// The declared type of a variable or a field that TypeScript takes for undefined at one place: a call may
// have given it a value since, which TypeScript does not see.
import ts from "typescript";

/** Of what TypeScript takes for anything else, what it takes it for. */
export function declaredIfGone(node: ts.Node, checker: ts.TypeChecker): ts.Type {
  const type = checker.getTypeAtLocation(node);
  const alternative = otherwise(node);
  if (isGone(type) && alternative !== undefined) return declaredIfGone(alternative, checker);
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (!isGone(type) || !ts.isIdentifier(name)) return type;
  const symbol = checker.getSymbolAtLocation(name);
  const declared = symbol === undefined ? type : checker.getTypeOfSymbol(symbol);
  const declaration = symbol?.valueDeclaration;
  const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (isGone(declared) && initial !== undefined) return declaredIfGone(initial, checker);
  return checker.getNonNullableType(declared);
}

/**
 * What stands for the node where its first part is gone: what is in parentheses, and what comes in place of
 * nothing.
 */
function otherwise(node: ts.Node): ts.Expression | undefined {
  if (ts.isParenthesizedExpression(node)) return node.expression;
  const isEither =
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  return isEither ? node.right : undefined;
}

function isGone({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Never | ts.TypeFlags.Undefined)) !== 0;
}
