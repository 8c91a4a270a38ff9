// Decisions that are already made: branches that cannot be taken go, and arithmetic of constants is done now.
import ts from "typescript";
import { isAsked } from "../asked.ts";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { isPure } from "../purity.ts";
import { evaluate, isJoinable, literalText } from "./evaluate.ts";
import { alwaysReturns } from "./returns.ts";
import { readsOnly } from "./stable.ts";

/** Largest whole number that every engine can hold in a literal. */
const LARGEST = 2147483647;

/** Edits that take one level of decisions out; run again until there are none. */
export function foldDecisions(linked: LinkedProgram): Edit[] {
  const edits: Edit[] = [];
  const walk = (node: ts.Node): void => {
    const text = ts.isStatement(node)
      ? foldedStatement(node)
      : ts.isExpression(node)
        ? foldedExpression(node, linked)
        : undefined;
    if (ts.isBlock(node)) edits.push(...unreachable(node), ...withoutContinue(node));
    if (text !== undefined) edits.push({ start: node.getStart(), end: node.end, text });
    else if (!ts.isTypeNode(node)) ts.forEachChild(node, walk);
  };
  for (const statement of linked.file.statements) {
    if (settled.has(statement)) continue;
    const before = edits.length;
    walk(statement);
    if (edits.length === before) settled.add(statement);
  }
  return edits;
}

/** Statements of the top without a decision to take out: what one has in it is all that counts. */
const settled = new WeakSet<ts.Statement>();

/** What follows a return in its block never runs, and Lua cannot even read it there. */
function unreachable(block: ts.Block): Edit[] {
  const last = block.statements.findIndex((one) => alwaysReturns(one) || ts.isBreakOrContinueStatement(one));
  const dead = last < 0 ? [] : block.statements.slice(last + 1);
  return dead.map((one) => ({ start: one.getStart(), end: one.end, text: "" }));
}

/** `if (a) continue; b` in a loop's body as `if (!a) { b }`: Lua has no word for it. */
function withoutContinue(block: ts.Block): Edit[] {
  if (!ts.isIterationStatement(block.parent, false)) return [];
  const { statements } = block;
  const index = statements.findIndex(
    (one) => ts.isIfStatement(one) && one.elseStatement === undefined && isContinue(one.thenStatement),
  );
  const found = statements[index];
  if (found === undefined || !ts.isIfStatement(found)) return [];
  const end = (statements.at(-1) as ts.Statement).end;
  return [
    { start: found.getStart(), end: found.end, text: `if (${opposite(found.expression)}) {` },
    { start: end, end, text: " }" },
  ];
}

function isContinue(statement: ts.Statement): boolean {
  if (ts.isBlock(statement))
    return statement.statements.length === 1 && isContinue(statement.statements[0] as ts.Statement);
  return ts.isContinueStatement(statement) && statement.label === undefined;
}

function foldedStatement(node: ts.Statement): string | undefined {
  if (ts.isIfStatement(node)) return foldedIf(node);
  if (ts.isWhileStatement(node) && evaluate(node.expression) === false) return nothingFor(node);
  if (ts.isExpressionStatement(node) && evaluate(node.expression) !== undefined) return nothingFor(node);
  return undefined;
}

/** What stands in place of a statement that goes: where one is needed, as behind `else`, an empty one. */
function nothingFor({ parent }: ts.Statement): string {
  return ts.isBlock(parent) || ts.isSourceFile(parent) ? "" : "{}";
}

function foldedIf(node: ts.IfStatement): string | undefined {
  const condition = evaluate(node.expression);
  if (condition === undefined) return withoutEmptyBranch(node);
  const live = condition ? node.thenStatement : node.elseStatement;
  // The statement may stand where one is needed, so what is left is one statement.
  if (live === undefined) return nothingFor(node);
  if (!ts.isBlock(live) || !ts.isBlock(node.parent)) return live.getText();
  return live.statements.some(ts.isVariableStatement) ? live.getText() : innerText(live);
}

/** `if (a); else b` as `if (!a) b`, and `if (a);` as nothing. */
function withoutEmptyBranch(node: ts.IfStatement): string | undefined {
  const { expression, thenStatement, elseStatement } = node;
  const isEmpty =
    ts.isEmptyStatement(thenStatement) ||
    (ts.isBlock(thenStatement) && thenStatement.statements.length === 0);
  if (!isEmpty) return undefined;
  if (elseStatement === undefined) {
    if (!isPure(expression) && !readsOnly(expression)) return undefined;
    return nothingFor(node);
  }
  return `if (${opposite(expression)}) ${elseStatement.getText()}`;
}

function opposite(condition: ts.Expression): string {
  if (ts.isBinaryExpression(condition)) {
    const { kind } = condition.operatorToken;
    const [left, right] = [condition.left.getText(), condition.right.getText()];
    if (kind === ts.SyntaxKind.EqualsEqualsEqualsToken) return `${left} !== ${right}`;
    if (kind === ts.SyntaxKind.ExclamationEqualsEqualsToken) return `${left} === ${right}`;
  }
  return `!(${condition.getText()})`;
}

function innerText(block: ts.Block): string {
  const first = block.statements[0];
  const last = block.statements.at(-1);
  if (first === undefined || last === undefined) return "";
  return block.getSourceFile().text.slice(first.getStart(), last.end);
}

function foldedExpression(node: ts.Expression, linked: LinkedProgram): string | undefined {
  if (ts.isConditionalExpression(node)) {
    const condition = evaluate(node.condition);
    if (condition === undefined) return undefined;
    return `(${(condition ? node.whenTrue : node.whenFalse).getText()})`;
  }
  if (ts.isParenthesizedExpression(node)) return withoutParentheses(node);
  if (ts.isBinaryExpression(node))
    return foldedShortCircuit(node, linked) ?? foldedValue(node) ?? foldedText(node);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return foldedValue(node);
  return ts.isCallExpression(node) ? foldedValue(node) : undefined;
}

function foldedShortCircuit(node: ts.BinaryExpression, { checker }: LinkedProgram): string | undefined {
  const kind = node.operatorToken.kind;
  const isAnd = kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (!isAnd && kind !== ts.SyntaxKind.BarBarToken) return undefined;
  const left = evaluate(node.left);
  if (typeof left === "boolean") return left === isAnd ? `(${node.right.getText()})` : String(left);
  const right = evaluate(node.right);
  if (right === isAnd) return isTruthValue(node.left, checker) ? `(${node.left.getText()})` : undefined;
  if (typeof right !== "boolean" || !isPure(node.left)) return undefined;
  // `undefined && false` is undefined, and `record || true` the record.
  return isTruthValue(node.left, checker) || isAsked(node) ? String(right) : undefined;
}

/** Is the expression true or false, and never anything else? */
function isTruthValue(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return (checker.getTypeAtLocation(node).flags & ts.TypeFlags.BooleanLike) !== 0;
}

function foldedValue(node: ts.Expression): string | undefined {
  const value = evaluate(node);
  if (value === undefined) return undefined;
  if (typeof value === "number" && (!Number.isInteger(value) || Math.abs(value) > LARGEST)) return undefined;
  return literalText(value);
}

/** `x + "a" + "b"` as `x + "ab"`: whatever `x` is, the sum is a text. */
function foldedText({ left, operatorToken, right }: ts.BinaryExpression): string | undefined {
  const { kind } = operatorToken;
  if (kind !== ts.SyntaxKind.PlusToken || !ts.isBinaryExpression(left)) return undefined;
  const middle = left.operatorToken.kind === kind ? evaluate(left.right) : undefined;
  const last = evaluate(right);
  if (typeof middle !== "string" || !isJoinable(last)) return undefined;
  return `${left.left.getText()} + ${literalText(`${middle}${last}`)}`;
}

/** Parentheses round one word or one literal say nothing; those of a negative number stay. */
function withoutParentheses(node: ts.ParenthesizedExpression): string | undefined {
  const inner = node.expression;
  const before = node.getSourceFile().text[node.getStart() - 1] ?? "";
  if (/[\w$]/.test(before)) return undefined;
  const isOneWord =
    ts.isIdentifier(inner) || ts.isLiteralExpression(inner) || ts.isParenthesizedExpression(inner);
  const isTruth = inner.kind === ts.SyntaxKind.TrueKeyword || inner.kind === ts.SyntaxKind.FalseKeyword;
  return isOneWord || isTruth ? inner.getText() : undefined;
}
