// The lines of the source that hang on a constant: what may be in an image only when the constant is true.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { packageFolder } from "../../tools/files/package-folder.ts";

/** Lines, as "file:line", that run only where `constant` holds: behind `if (C && ...)`, or after `if (!C) return`. */
export function guardedLines(constant: string): ReadonlySet<string> {
  sources ??= parsedSources();
  const lines = known.get(constant) ?? new Set(sources.flatMap((file) => linesIn(file, constant)));
  known.set(constant, lines);
  return lines;
}

const known = new Map<string, ReadonlySet<string>>();
let sources: readonly ts.SourceFile[] | undefined;

function parsedSources(): ts.SourceFile[] {
  const folder = join(packageFolder, "src");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => {
      const path = `src/${file.split("\\").join("/")}`;
      const text = readFileSync(join(packageFolder, path), "utf8");
      return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
    });
}

/** The line of the `if` itself does not count: what stands behind `else` may begin there as well. */
function linesIn(file: ts.SourceFile, constant: string): string[] {
  const lines: string[] = [];
  const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  const walk = (node: ts.Node): void => {
    if (ts.isIfStatement(node)) {
      const own = lineOf(node.getStart());
      for (const statement of guarded(node, constant))
        for (let line = lineOf(statement.getStart()); line <= lineOf(statement.end); line++)
          if (line !== own) lines.push(`${file.fileName}:${line + 1}`);
    }
    ts.forEachChild(node, walk);
  };
  walk(file);
  return lines;
}

function guarded(node: ts.IfStatement, constant: string): readonly ts.Statement[] {
  if (holds(node.expression, constant)) return statementsOf(node.thenStatement);
  return isNot(node.expression, constant) ? following(node) : [];
}

/** `C`, or `C && ...`. */
function holds(condition: ts.Expression, constant: string): boolean {
  if (ts.isIdentifier(condition)) return condition.text === constant;
  return (
    ts.isBinaryExpression(condition) &&
    condition.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken &&
    (holds(condition.left, constant) || holds(condition.right, constant))
  );
}

function isNot(condition: ts.Expression, constant: string): boolean {
  return ts.isPrefixUnaryExpression(condition) && holds(condition.operand, constant);
}

function statementsOf(node: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(node) ? node.statements : [node];
}

/** What stands behind an early return. */
function following(node: ts.IfStatement): readonly ts.Statement[] {
  if (!ts.isReturnStatement(node.thenStatement) || !ts.isBlock(node.parent)) return [];
  return node.parent.statements.slice(node.parent.statements.indexOf(node) + 1);
}
