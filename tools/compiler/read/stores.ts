// Stores that the source makes into variables, into the fields of its literals and into
// parameters, as far as it says so.
import ts from "typescript";
import { FileNotes } from "./file-notes.ts";

export type Variable = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement;

export class Stores {
  private readonly values = new Map<ts.Declaration, ts.Expression[]>();
  /** Declarations of variables that another function than their own stores in. */
  private readonly elsewhere = new Set<ts.Declaration>();

  constructor(files: readonly ts.SourceFile[], checker: ts.TypeChecker) {
    for (const { declaration, value, isElsewhere } of STORES.of(files, checker)) {
      if (value !== undefined) this.values.set(declaration, [...(this.values.get(declaration) ?? []), value]);
      if (isElsewhere) this.elsewhere.add(declaration);
    }
  }

  valuesOf(declaration: Variable | ts.PropertyAssignment): readonly ts.Expression[] {
    const { initializer } = declaration;
    const values = this.values.get(declaration) ?? [];
    const all = initializer === undefined ? values : [initializer, ...values];
    return ts.isParameter(declaration) ? [...all, ...givenBeside(declaration)] : all;
  }

  /** Does a call never change it? */
  isSteadyOverCalls(declaration: ts.Declaration): boolean {
    return !this.elsewhere.has(declaration);
  }
}

interface Store {
  declaration: ts.Declaration;
  value: ts.Expression | undefined;
  /** Is it in another function than the one that declares it? */
  isElsewhere: boolean;
}

const STORES = new FileNotes<Store>((file, checker) => {
  const stores: Store[] = [];
  const store = (target: ts.Expression, value: ts.Expression | undefined): void => {
    const name = ts.isPropertyAccessExpression(target) ? target.name : target;
    if (!ts.isIdentifier(name)) return;
    const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
    if (declaration === undefined) return;
    stores.push({ declaration, value, isElsewhere: around(target) !== around(declaration) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node)) store(node.left, storedBy(node));
    else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
      if (isStep(node)) store(node.operand, undefined);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return stores;
});

export function isVariableNode(node: ts.Declaration): node is Variable {
  return ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node);
}

/** The result of a function without an annotation. */
export function returnedBy(node: ts.SignatureDeclaration): readonly ts.Expression[] {
  const { body } = node as ts.FunctionLikeDeclaration;
  if (node.type !== undefined || body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const values: ts.Expression[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isFunctionLike(inner)) return;
    if (ts.isReturnStatement(inner) && inner.expression !== undefined) values.push(inner.expression);
    ts.forEachChild(inner, visit);
  };
  visit(body);
  return values;
}

/** A generic function may pass its arguments to its callback, whose parameters have no types. */
function givenBeside({ parent, type }: ts.ParameterDeclaration): readonly ts.Expression[] {
  const call = parent.parent;
  if (type !== undefined || !ts.isCallExpression(call)) return [];
  return call.arguments.filter((argument) => argument !== parent);
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** `x += y` is a number or a text, whatever y is. */
function storedBy({ operatorToken, right }: ts.BinaryExpression): ts.Expression | undefined {
  return operatorToken.kind === ts.SyntaxKind.EqualsToken ? right : undefined;
}

function isStep({ operator }: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

/** A parameter is declared in its function. */
function around(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node, ts.isFunctionLike);
}
