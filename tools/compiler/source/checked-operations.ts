// A module whose sums, differences, products and bytes of texts go through functions, as JavaScript, with a
// map of its lines.
import ts from "typescript";

const { SyntaxKind } = ts;

const CHECKED = new Set<ts.SyntaxKind>([
  SyntaxKind.PlusToken,
  SyntaxKind.MinusToken,
  SyntaxKind.AsteriskToken,
]);
const STORING = new Map<ts.SyntaxKind, ts.BinaryOperator>([
  [SyntaxKind.PlusEqualsToken, SyntaxKind.PlusToken],
  [SyntaxKind.MinusEqualsToken, SyntaxKind.MinusToken],
  [SyntaxKind.AsteriskEqualsToken, SyntaxKind.AsteriskToken],
]);

/** The names of the checks: of a number, and of a byte. */
export interface Checks {
  number: string;
  byte: string;
}

/**
 * `checks` are the exports of `from`. `undefined` for a text with a syntax error, which its next reader
 * reports.
 */
export function withChecks(path: string, text: string, checks: Checks, from: string): string | undefined {
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: false,
      inlineSourceMap: true,
      removeComments: false,
    },
    transformers: { before: [(context) => checked(context, checks)] },
    fileName: path,
  });
  if (diagnostics.length > 0) return undefined;
  // Behind everything, so that no line moves.
  const [code = "", map = ""] = outputText.split(/^(?=\/\/# sourceMappingURL=)/m);
  return `${code}import { ${checks.number}, ${checks.byte} } from ${JSON.stringify(from)};\n${map}`;
}

function checked(context: ts.TransformationContext, checks: Checks): ts.Transformer<ts.SourceFile> {
  const { factory } = context;
  const called = (node: ts.Expression, original: ts.Node, check = checks.number) =>
    ts.setTextRange(
      factory.createCallExpression(factory.createIdentifier(check), undefined, [node]),
      original,
    );
  const visit = (node: ts.Node): ts.Node => {
    const inner = ts.visitEachChild(node, visit, context);
    if (isOfBytes(inner)) {
      const bytes = inner.arguments.map((argument) => called(argument, argument, checks.byte));
      return ts.setTextRange(factory.updateCallExpression(inner, inner.expression, undefined, bytes), node);
    }
    if (!ts.isBinaryExpression(inner)) return inner;
    const { kind } = inner.operatorToken;
    if (CHECKED.has(kind)) return called(inner, node);
    const operator = STORING.get(kind);
    // The left side is worked out once: only a plain variable can stand there twice.
    if (operator === undefined || !ts.isIdentifier(inner.left))
      return operator === undefined ? inner : called(inner, node);
    const sum = called(factory.createBinaryExpression(inner.left, operator, inner.right), node);
    return ts.setTextRange(factory.createAssignment(inner.left, sum), node);
  };
  return (file) => ts.visitNode(file, visit) as ts.SourceFile;
}

function isOfBytes(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  return ts.isIdentifier(expression) && expression.text === "String" && name.text === "fromCharCode";
}
