// Takes the returns out of a function's body, so that the body can stand in the middle of another function.
//
// `if (a) return x; rest` becomes `if (a) result = x; else { rest }`. A return inside a loop cannot be taken out.
import ts from "typescript";
import type { Edit } from "../mapped-text.ts";
import { isPure } from "../purity.ts";
import { contains } from "./call-sites.ts";
import { readsOnly } from "./stable.ts";

/** Edits on a body's statements that let a return store its value in `target`, or drop it; `undefined` if impossible. */
export function withoutReturns(body: ts.Block, target: string | undefined): Edit[] | undefined {
  const edits: Edit[] = [];
  return straighten(body.statements, target, edits) ? edits : undefined;
}

/** Treats a list of statements behind which nothing else of the body follows. */
function straighten(list: readonly ts.Statement[], target: string | undefined, edits: Edit[]): boolean {
  for (const [index, statement] of list.entries()) {
    const rest = list.slice(index + 1);
    if (!hasReturn(statement)) continue;
    if (ts.isReturnStatement(statement)) {
      store(statement, target, edits);
      drop(rest, edits);
      return true;
    }
    if (ts.isBlock(statement) && rest.length === 0) return straighten(statement.statements, target, edits);
    return ts.isIfStatement(statement) && straightenIf(statement, rest, target, edits);
  }
  return true;
}

function straightenIf(
  statement: ts.IfStatement,
  rest: readonly ts.Statement[],
  target: string | undefined,
  edits: Edit[],
): boolean {
  const { thenStatement, elseStatement } = statement;
  const branches = elseStatement === undefined ? [thenStatement] : [thenStatement, elseStatement];
  const done = branches.every((branch) => straighten(statementsOf(branch), target, edits));
  if (!done || rest.length === 0) return done;
  if (elseStatement === undefined) {
    if (!alwaysReturns(thenStatement)) return false;
    return followedBy(" else {", "}", statement.end, rest, target, edits);
  }
  if (alwaysReturns(thenStatement) && alwaysReturns(elseStatement)) {
    drop(rest, edits);
    return true;
  }
  if (!alwaysReturns(thenStatement) || hasReturn(elseStatement)) return false;
  // The rest follows the branch that does not return.
  const [open, at] = ts.isBlock(elseStatement) ? ["", elseStatement.end - 1] : [" ", elseStatement.end];
  edits.push(
    ts.isBlock(elseStatement)
      ? { start: at, end: elseStatement.end, text: "" }
      : { start: elseStatement.getStart(), end: elseStatement.getStart(), text: "{ " },
  );
  return followedBy(open, "}", elseStatement.end, rest, target, edits);
}

function followedBy(
  open: string,
  close: string,
  at: number,
  rest: readonly ts.Statement[],
  target: string | undefined,
  edits: Edit[],
): boolean {
  if (open !== "") edits.push({ start: at, end: at, text: open });
  const last = rest.at(-1) as ts.Statement;
  if (!straighten(rest, target, edits)) return false;
  edits.push({ start: last.end, end: last.end, text: ` ${close}` });
  return true;
}

/** `return x` as `target = x`, or as nothing when nobody wants the value. */
function store(statement: ts.ReturnStatement, target: string | undefined, edits: Edit[]): void {
  const { expression } = statement;
  const [start, end] = [statement.getStart(), statement.end];
  const nothing = ts.isIfStatement(statement.parent) ? "{}" : ";";
  if (expression === undefined)
    edits.push({ start, end, text: target === undefined ? nothing : `${target} = undefined;` });
  else if (target !== undefined) edits.push({ start, end: expression.getStart(), text: `${target} = ` });
  else if (isPure(expression) || readsOnly(expression)) edits.push({ start, end, text: nothing });
  else edits.push(...asStatement(expression, start));
}

/** Edits that make a statement, which begins at `start`, of an expression in it. */
export function asStatement(expression: ts.Expression, start: number): Edit[] {
  // A record that begins a statement would be read as a block.
  const [open, close] = expression.getText().startsWith("{") ? ["(", ")"] : ["", ""];
  const { end } = expression;
  return [
    { start, end: expression.getStart(), text: open },
    ...(close === "" ? [] : [{ start: end, end, text: close }]),
  ];
}

function drop(statements: readonly ts.Statement[], edits: Edit[]): void {
  for (const statement of statements)
    edits.push({ start: statement.getStart(), end: statement.end, text: "" });
}

function statementsOf(statement: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(statement) ? statement.statements : [statement];
}

/** Does every way through the statement end in a return? */
export function alwaysReturns(statement: ts.Statement): boolean {
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBlock(statement)) return statement.statements.some(alwaysReturns);
  if (!ts.isIfStatement(statement) || statement.elseStatement === undefined) return false;
  return alwaysReturns(statement.thenStatement) && alwaysReturns(statement.elseStatement);
}

/** Is there a return in the statement, functions in it left out? */
export function hasReturn(statement: ts.Node): boolean {
  if (ts.isFunctionLike(statement)) return false;
  if (ts.isReturnStatement(statement)) return true;
  return ts.forEachChild(statement, hasReturn) ?? false;
}

/** Does the body have closures? */
export function hasClosures(body: ts.Node): boolean {
  return contains(body, (node) => ts.isFunctionLike(node));
}
