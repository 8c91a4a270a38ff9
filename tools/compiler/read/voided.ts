// A value that was there when it was asked for, and may be missing when it is used: TypeScript keeps a
// variable, a field or an entry narrowed over a call that empties it (`if (v === undefined) return; clear();
// list.push(v)`).
import ts from "typescript";
import { withoutAlias } from "../source/references.ts";
import { withoutCasts } from "../source/without-casts.ts";
import { mayBeNothing } from "../subset/library.ts";
import { CalledFunctions, functionAround } from "./called-functions.ts";
import { checksBefore } from "./checks-before.ts";
import { FileNotes } from "./file-notes.ts";

/**
 * A variable, by its declaration; a field, by its name: records of several types flow into each other, and so
 * do lists.
 */
type Key = ts.Node | string;

/** Stands for all entries: no field has this name. */
const ENTRIES = "[]";

/** Things that may be emptied between a check and a use. */
export type Reference = ts.Identifier | ts.PropertyAccessExpression | ts.ElementAccessExpression;

export function isReference(node: ts.Node): node is Reference {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

export class Voided {
  /** Functions that may leave nothing in it, and those that put anything into it. */
  private readonly emptied = new Map<Key, Set<ts.Node>>();
  private readonly replaced = new Map<Key, Set<ts.Node>>();
  private readonly called: CalledFunctions;

  constructor(
    files: readonly ts.SourceFile[],
    private readonly checker: ts.TypeChecker,
  ) {
    this.called = new CalledFunctions(files, checker);
    for (const { key, by, isEmptying } of REPLACEMENTS.of(files, checker)) {
      add(this.replaced, key, by);
      if (isEmptying) add(this.emptied, key, by);
    }
  }

  /** The call that may empty it between the check and this place. */
  by(node: Reference): ts.Node | undefined {
    if (
      (this.emptied.size === 0 && !ts.isElementAccessExpression(node)) ||
      !this.isNarrowed(node) ||
      isAskedFor(node)
    )
      return undefined;
    const taker = this.checker.getContextualType(node);
    if (taker !== undefined && mayBeNothing(taker)) return undefined;
    const emptying = this.emptyingFunctions(node);
    if (emptying.size === 0) return undefined;
    const isEntry = ts.isElementAccessExpression(node);
    const isSame = (check: ts.Node) => this.isSame(check, node) && (!isEntry || isCheck(check));
    const calls = checksBefore(node, isSame, !isEntry);
    return calls.find((call) => this.called.mayRun(call, emptying));
  }

  private isNarrowed(node: Reference): boolean {
    if (ts.isElementAccessExpression(node)) return this.isCheckedEntry(node);
    const symbol = symbolOf(node, this.checker);
    if (symbol === undefined || mayBeNothing(this.checker.getTypeAtLocation(node))) return false;
    return mayBeNothing(this.checker.getTypeOfSymbol(symbol));
  }

  /** An entry of a list or a table may be missing; a tuple has all of its entries. */
  private isCheckedEntry(node: ts.ElementAccessExpression): boolean {
    if (mayBeNothing(this.checker.getTypeAtLocation(node))) return false;
    return !this.checker.isTupleType(this.checker.getTypeAtLocation(node.expression));
  }

  /** The owner of a field or an entry may be another record after the call. */
  private emptyingFunctions(node: ts.Expression): ReadonlySet<ts.Node> {
    const all = new Set(this.emptied.get(keyOf(node, this.checker) ?? ""));
    for (let expression = ownerOf(node); expression !== undefined; expression = ownerOf(expression))
      for (const by of this.replaced.get(keyOf(expression, this.checker) ?? "") ?? []) all.add(by);
    // Another key may be used after the call.
    const index = ts.isElementAccessExpression(node)
      ? keyOf(node.argumentExpression, this.checker)
      : undefined;
    for (const by of this.replaced.get(index ?? "") ?? []) all.add(by);
    const own = functionAround(node);
    const declaration = ts.isIdentifier(node) ? symbolOf(node, this.checker)?.valueDeclaration : undefined;
    // A variable of this call differs from the one in another call of the same function.
    if (declaration !== undefined && functionAround(declaration) === own) all.delete(own);
    return all;
  }

  private isSame(left: ts.Node, right: ts.Node): boolean {
    if (ts.isIdentifier(left) && ts.isIdentifier(right))
      return keyOf(left, this.checker) === keyOf(right, this.checker);
    if (ts.isPropertyAccessExpression(left) && ts.isPropertyAccessExpression(right))
      return (
        left.name.text === right.name.text &&
        this.isSame(withoutCasts(left.expression), withoutCasts(right.expression))
      );
    if (ts.isElementAccessExpression(left) && ts.isElementAccessExpression(right))
      return (
        this.isSame(withoutCasts(left.expression), withoutCasts(right.expression)) &&
        this.isSame(left.argumentExpression, right.argumentExpression)
      );
    if (ts.isStringLiteral(left) || ts.isNumericLiteral(left)) return left.getText() === right.getText();
    return left.kind === ts.SyntaxKind.ThisKeyword && right.kind === left.kind;
  }
}

/** What a function stores in a place. */
interface Replacement {
  key: Key;
  by: ts.Node;
  /** May it be nothing? */
  isEmptying: boolean;
}

const REPLACEMENTS = new FileNotes<Replacement>((file, checker) => {
  const stores: Replacement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const target = withoutCasts(node.left);
      const key = keyOf(target, checker);
      const isEmptying = mayBeNothing(checker.getTypeAtLocation(node.right));
      if (key !== undefined) stores.push({ key, by: functionAround(target), isEmptying });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return stores;
});

function keyOf(node: ts.Expression, checker: ts.TypeChecker): Key | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) return ENTRIES;
  return ts.isIdentifier(node) ? symbolOf(node, checker)?.valueDeclaration : undefined;
}

function symbolOf(
  node: ts.Identifier | ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  const name = ts.isIdentifier(node) ? node : node.name;
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? checker.getShorthandAssignmentValueSymbol(name.parent)
    : checker.getSymbolAtLocation(name);
  return symbol && withoutAlias(symbol, checker);
}

/** `x === y`, `x ?? 0` and `x?.y` check once more. */
function isAskedFor(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isAskedFor(parent);
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return parent.expression === node && parent.questionDotToken !== undefined;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.QuestionQuestionToken) return parent.left === node;
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
  );
}

/**
 * Is it a check for the existence of an entry? The type of an entry says nothing about that, and a stored
 * entry is often read after a call.
 */
function isCheck(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const compared = parent.left === node ? parent.right : parent.left;
    return compared.getText() === "undefined";
  }
  return ts.isParenthesizedExpression(parent) ? isCheck(parent) : isAskedFor(node);
}

function ownerOf(node: ts.Expression): ts.Expression | undefined {
  const isInside = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return isInside ? withoutCasts(node.expression) : undefined;
}

function add(to: Map<Key, Set<ts.Node>>, key: Key, by: ts.Node): void {
  to.set(key, (to.get(key) ?? new Set()).add(by));
}
