// Finds where a program asks which target or chip there is, by its name.
import ts from "typescript";

const { SyntaxKind } = ts;
const EQUALITIES: readonly ts.SyntaxKind[] = [
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
];
const LOOKS_INTO = /^(includes|startsWith|endsWith|indexOf|match|test)$/;

/** The lines of a module that compare something with one of these names. */
export function linesThatName(text: string, names: readonly string[]): number[] {
  const file = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true);
  const lines: number[] = [];
  const isName = (node: ts.Node): boolean => ts.isStringLiteralLike(node) && names.includes(node.text);
  const hasName = (node: ts.Node): boolean =>
    ts.isStringLiteralLike(node) && names.some((name) => node.text.includes(name));
  const walk = (node: ts.Node): void => {
    if (comparesWith(node, isName, hasName))
      lines.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    ts.forEachChild(node, walk);
  };
  walk(file);
  return lines;
}

type Test = (node: ts.Node) => boolean;

function comparesWith(node: ts.Node, isName: Test, hasName: Test): boolean {
  // The computer that this runs on is no target.
  if (ts.isBinaryExpression(node) && node.left.getText() === "process.platform") return false;
  if (ts.isBinaryExpression(node))
    return EQUALITIES.includes(node.operatorToken.kind) && (isName(node.left) || isName(node.right));
  if (ts.isCaseClause(node)) return isName(node.expression);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return LOOKS_INTO.test(node.expression.name.text) && node.arguments.some(hasName);
}
