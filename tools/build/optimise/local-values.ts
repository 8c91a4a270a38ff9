// Variables that only say something twice: another name for a variable, a name for a literal, one that nobody reads.
// Functions that were put in place of their calls leave many of them.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import type { Meaning } from "../names.ts";
import { isPure } from "../purity.ts";
import { withoutCasts } from "../without-casts.ts";
import { isWorthRepeating } from "./constants.ts";
import { disjointEdits } from "./disjoint-edits.ts";
import { evaluate, isNothing, literalText } from "./evaluate.ts";
import { asStatement } from "./returns.ts";
import { readsOnly } from "./stable.ts";
import { isTop, useInstead, type Variable, variablesOf } from "./variables.ts";

/** Edits that do without them. */
export function dropLocalValues(linked: LinkedProgram): Edit[] {
  const variables = variablesOf(linked);
  const byMeaning = new Map(variables.map((one) => [one.meaning, one]));
  return disjointEdits(
    variables.flatMap((one) => {
      if (one.statement === undefined) return [];
      const edits = isTop(one)
        ? undefined
        : (withoutUnread(one) ?? declaredLater(one) ?? asLiteral(one) ?? asOther(one, byMeaning, linked));
      return [edits ?? comparisons(one)];
    }),
  );
}

/** One that is given values and never read; what is worked out for it and does something stays. */
function withoutUnread(variable: Variable): Edit[] | undefined {
  const { statement, declaration, uses } = variable;
  const stores = uses.map((use) => storeOf(use, variable));
  if (statement === undefined || !stores.every((one) => one !== undefined)) return undefined;
  const { initializer } = declaration;
  const isNeeded = initializer !== undefined && !isPure(initializer) && !readsOnly(initializer);
  const left = isNeeded ? asStatement(initializer, statement.getStart()) : [gone(statement)];
  const edits = new Map(
    stores.map((store) => [store, { start: store.getStart(), end: store.end, text: emptied(store) }]),
  );
  return [...left, ...edits.values()];
}

/** The statement `x = ...;` that a use is part of, when it does nothing else. */
function storeOf(use: ts.Identifier, { uses }: Variable): ts.ExpressionStatement | undefined {
  const statement = ts.findAncestor(use, ts.isExpressionStatement);
  const expression = statement?.expression;
  if (statement === undefined || expression === undefined || !ts.isBinaryExpression(expression))
    return undefined;
  const { left, right, operatorToken } = expression;
  const { kind } = operatorToken;
  const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  if (!assigns || !ts.isIdentifier(left) || !uses.includes(left)) return undefined;
  return isPure(right) || readsOnly(right) ? statement : undefined;
}

function emptied({ parent }: ts.Statement): string {
  return ts.isBlock(parent) || ts.isSourceFile(parent) ? "" : "{}";
}

/** `let a; ... a = 1;` as `let a = 1;` where nothing uses it in between. */
function declaredLater({ declaration, statement, uses }: Variable): Edit[] | undefined {
  const [first] = uses;
  if (statement === undefined || first === undefined || declaration.initializer !== undefined)
    return undefined;
  const store = first.parent.parent;
  if (!ts.isExpressionStatement(store) || store.parent !== statement.parent) return undefined;
  const { expression } = store;
  if (!ts.isBinaryExpression(expression) || expression.left !== first) return undefined;
  if (expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  if (uses.some((use) => use !== first && contains(store, use))) return undefined;
  const typed = declaration.type === undefined ? "" : `: ${declaration.type.getText()}`;
  return [gone(statement), { start: first.getStart(), end: first.end, text: `let ${first.text}${typed}` }];
}

/** A name for a number, a truth value, a short text or nothing. */
function asLiteral({ declaration, statement, uses, assigned }: Variable): Edit[] | undefined {
  const { initializer } = declaration;
  if (initializer === undefined || statement === undefined || assigned.length > 0) return undefined;
  const value = evaluate(initializer);
  if (value === undefined && !isNothing(initializer)) return undefined;
  if (typeof value === "string" && !isWorthRepeating(value, uses.length)) return undefined;
  const text = value === undefined ? "undefined" : literalText(value);
  return [gone(statement), ...uses.map((use) => useInstead(use, text))];
}

/** Another name for a variable that has its last value by then. */
function asOther(
  { declaration, statement, uses, assigned }: Variable,
  variables: ReadonlyMap<Meaning, Variable>,
  linked: LinkedProgram,
): Edit[] | undefined {
  const other = declaration.initializer;
  if (statement === undefined || assigned.length > 0 || other === undefined || !ts.isIdentifier(other))
    return undefined;
  const meaning = linked.names.of(other);
  const variable = meaning === undefined ? undefined : variables.get(meaning);
  if (variable === undefined) return undefined;
  if (isTop(variable) && variable.assigned.length > 0) return undefined;
  const isFinal =
    isTop(variable) ||
    (variable.assigned.every((one) => one.end < statement.getStart()) && !isAnyRepeated(variable, statement));
  return isFinal ? [gone(statement), ...uses.map((use) => useInstead(use, other.text))] : undefined;
}

/** May one of the variable's assignments run after the statement, in a later turn of a loop around both? */
function isAnyRepeated({ declaration, assigned }: Variable, statement: ts.Statement): boolean {
  const loop = ts.findAncestor(statement, (node) => {
    if (ts.isFunctionLike(node)) return "quit";
    return ts.isIterationStatement(node, false) && !contains(node, declaration);
  });
  const inOther = (one: ts.Node) =>
    ts.findAncestor(one, ts.isFunctionLike) !== ts.findAncestor(statement, ts.isFunctionLike);
  if (inOther(declaration) || assigned.some(inOther)) return true;
  return loop !== undefined && assigned.some((one) => contains(loop, one));
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}

/** `list === undefined` of a constant that is a record or a list. */
function comparisons({ declaration, uses, assigned }: Variable): Edit[] {
  const value = declaration.initializer === undefined ? undefined : withoutCasts(declaration.initializer);
  const isThere =
    value !== undefined && (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value));
  if (!isThere || assigned.length > 0) return [];
  return uses.flatMap(({ parent }) => {
    if (!ts.isBinaryExpression(parent) || parent.right.getText() !== "undefined") return [];
    const { kind } = parent.operatorToken;
    const isEqual = kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
    if (!isEqual && kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken) return [];
    return [{ start: parent.getStart(), end: parent.end, text: isEqual ? "false" : "true" }];
  });
}

function gone(statement: ts.Statement): Edit {
  return { start: statement.getStart(), end: statement.end, text: "" };
}
