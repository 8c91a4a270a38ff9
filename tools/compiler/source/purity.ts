// Expressions that can go, move or come twice without anyone noticing.
import ts from "typescript";

/** Does evaluating the expression change nothing and never fail? Its parts may still name other values. */
function isPure(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return isPure(node.expression);
  if (ts.isNonNullExpression(node)) return isPure(node.expression);
  if (ts.isLiteralExpression(node) || ts.isIdentifier(node)) return true;
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return true;
  if (ts.isPrefixUnaryExpression(node)) return isNegation(node) && isPure(node.operand);
  if (ts.isBinaryExpression(node)) return isOperator(node) && isPure(node.left) && isPure(node.right);
  if (ts.isConditionalExpression(node)) return [node.condition, node.whenTrue, node.whenFalse].every(isPure);
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isPure(span.expression));
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPure);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isPureProperty);
  return isPureLibraryCall(node);
}

/**
 * A declaration at the top of a module that only makes a value: it may move up, and go when nobody names it.
 */
export function isPureDeclaration(statement: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(statement)) return true;
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) return true;
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every(
    ({ name, initializer }) => ts.isIdentifier(name) && (initializer === undefined || isPure(initializer)),
  );
}

function isPureProperty(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isShorthandPropertyAssignment(property)) return true;
  if (!ts.isPropertyAssignment(property)) return false;
  return !ts.isComputedPropertyName(property.name) && isPure(property.initializer);
}

function isNegation(node: ts.PrefixUnaryExpression): boolean {
  return (
    node.operator === ts.SyntaxKind.MinusToken ||
    node.operator === ts.SyntaxKind.ExclamationToken ||
    node.operator === ts.SyntaxKind.TildeToken
  );
}

function isOperator(node: ts.BinaryExpression): boolean {
  const kind = node.operatorToken.kind;
  return kind < ts.SyntaxKind.FirstAssignment || kind > ts.SyntaxKind.LastAssignment;
}

/** `String.fromCharCode(...)` and `Math.floor(...)` of pure arguments. */
function isPureLibraryCall(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const name = node.expression.getText();
  return (name === "String.fromCharCode" || name.startsWith("Math.")) && node.arguments.every(isPure);
}
