// A `switch` that is a choice between its cases, as `if` and `else if` are: no case goes on into the next one.
import ts from "typescript";
import { refused } from "./diagnostics.ts";
import type { Rule } from "./rules.ts";

const { SyntaxKind } = ts;

export const switchRules: readonly Rule[] = [switchRule];

function switchRule(node: ts.Node): string | undefined {
  if (!ts.isSwitchStatement(node)) return undefined;
  const { clauses } = node.caseBlock;
  for (const [at, { statements }] of clauses.entries()) {
    const isOpen = at < clauses.length - 1 && statements.length > 0 && !ends(statements.at(-1));
    if (isOpen) return refused.fallThrough;
    if (withoutBreak(statements).some(leavesSwitch)) return refused.switchBreak;
    if (statements.some(isForAllCases)) return refused.caseDeclaration;
  }
  return undefined;
}

/** The statements of a case without the `break` at their end, which may stand in braces. */
export function withoutBreak(statements: readonly ts.Statement[]): readonly ts.Statement[] {
  const last = statements.at(-1);
  if (last === undefined) return statements;
  const before = statements.slice(0, -1);
  if (last.kind === SyntaxKind.BreakStatement) return before;
  return ts.isBlock(last) && statements.length === 1 ? withoutBreak(last.statements) : statements;
}

function ends(one: ts.Statement | undefined): boolean {
  if (one === undefined) return false;
  if (ts.isBlock(one)) return ends(one.statements.at(-1));
  if (ts.isIfStatement(one)) return ends(one.thenStatement) && ends(one.elseStatement);
  return (
    one.kind === SyntaxKind.BreakStatement ||
    one.kind === SyntaxKind.ReturnStatement ||
    one.kind === SyntaxKind.ContinueStatement ||
    one.kind === SyntaxKind.ThrowStatement
  );
}

/** Has it a `break` that is none of a loop within? */
function leavesSwitch(node: ts.Node): boolean {
  if (node.kind === SyntaxKind.BreakStatement) return true;
  if (ts.isIterationStatement(node, false) || ts.isFunctionLike(node) || ts.isSwitchStatement(node))
    return false;
  return ts.forEachChild(node, leavesSwitch) ?? false;
}

/** What is declared without braces is there in the other cases as well. */
function isForAllCases(one: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(one)) return true;
  return ts.isVariableStatement(one) && (one.declarationList.flags & ts.NodeFlags.Const) === 0;
}
