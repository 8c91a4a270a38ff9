// A `switch` that is a choice between its cases, as `if` and `else if` are: no case goes on into the next
// one.
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

const ENDS: readonly ts.SyntaxKind[] = [
  SyntaxKind.ReturnStatement,
  SyntaxKind.ContinueStatement,
  SyntaxKind.ThrowStatement,
];

function ends(statement: ts.Statement | undefined): boolean {
  return endsBy(statement, [...ENDS, SyntaxKind.BreakStatement]);
}

/** Does every way through it end so? A `break` of a switch in it ends only that one. */
function endsBy(statement: ts.Statement | undefined, kinds: readonly ts.SyntaxKind[]): boolean {
  if (statement === undefined) return false;
  if (ts.isBlock(statement)) return endsBy(statement.statements.at(-1), kinds);
  if (ts.isIfStatement(statement))
    return endsBy(statement.thenStatement, kinds) && endsBy(statement.elseStatement, kinds);
  if (!ts.isSwitchStatement(statement)) return kinds.includes(statement.kind);
  const { clauses } = statement.caseBlock;
  return (
    clauses.some(ts.isDefaultClause) &&
    clauses.every(({ statements }, at) => {
      const isShared = statements.length === 0 && at < clauses.length - 1;
      return isShared || endsBy(statements.at(-1), ENDS);
    })
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
function isForAllCases(statement: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(statement)) return true;
  return ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) === 0;
}
